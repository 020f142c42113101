// Runs before the page is painted: the chosen colours, if somebody chose.
try {
  const chosen = localStorage.getItem("postil-scheme");
  if (chosen) document.documentElement.dataset.scheme = chosen;
} catch { /* Without storage the choice lasts as long as the page. */ }
