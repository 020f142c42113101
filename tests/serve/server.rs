//! A server under test, the site that it serves, and a client that sends exactly what a test wants.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::support::generated;

/// The day for which everything is built here.
const TODAY: &str = "2026-01-15";

/// Where the site will stand.
const AT: [&str; 2] = ["--base-url", "https://example.org/"];

/// How long something may take that happens in a hundredth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A server, which ends with the test.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    pub(crate) root: PathBuf,
    lines: Receiver<String>,
    passed: RefCell<Vec<String>>,
    _folder: tempfile::TempDir,
}

/// What a request was answered with.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Serves a generated site of this many briefings.
    pub(crate) fn of_generated(briefings: usize) -> Self {
        Self::of(&generated::site(briefings).into_iter().collect(), &[])
    }

    /// Serves a site of these files.
    pub(crate) fn of(files: &BTreeMap<String, String>, arguments: &[&str]) -> Self {
        Self::within(&[], files, arguments)
    }

    /// The same, with the server called by another program.
    pub(crate) fn within(wrapper: &[&str], files: &BTreeMap<String, String>, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        for (path, text) in files {
            write(&root.join(path), text);
        }
        Self::begin(wrapper, folder, root, arguments)
    }

    fn begin(wrapper: &[&str], folder: tempfile::TempDir, root: PathBuf, arguments: &[&str]) -> Self {
        let line: Vec<&str> = wrapper.iter().copied().chain([env!("CARGO_BIN_EXE_postil")]).collect();
        let mut process = Command::new(line[0])
            .args(&line[1..])
            .args(["serve", "--today", TODAY, "--message-format", "short"])
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"][..] })
            .args(if arguments.contains(&"--base-url") { &[][..] } else { &AT[..] })
            .args(arguments)
            .arg(&root)
            .env_remove("POSTIL_EDITOR")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stderr = process.stderr.take().expect("its messages");
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        let mut server = Self { process, port: 0, root, lines, passed: RefCell::default(), _folder: folder };
        let line = server.said("serving http://");
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next());
        server.port = port.and_then(|port| port.parse().ok()).expect("a port");
        server
    }

    /// A line that it says, or said while another was waited for, with these words in it.
    pub(crate) fn said(&self, words: &str) -> String {
        let mut passed = self.passed.borrow_mut();
        if let Some(at) = passed.iter().position(|line| line.contains(words)) {
            return passed.remove(at);
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => passed.push(line),
                Err(error) => panic!("{error}: it did not say {words:?} but:\n{}", passed.join("\n")),
            }
        }
    }

    /// Sends exactly these bytes, and reads the answer.
    pub(crate) fn send(&self, request: &[u8], patience: Duration) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        // It may have heard enough before all is said.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, body) = match end {
            Some(end) => (answer[..end].to_vec(), answer[end + 4..].to_vec()),
            None => (answer, Vec::new()),
        };
        let head = String::from_utf8_lossy(&head).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_ascii_lowercase(), body }
    }

    pub(crate) fn request(&self, line: &str, headers: &str) -> Reply {
        self.send(format!("{line} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").as_bytes(), PATIENCE)
    }

    /// What stands at this path.
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.request(&format!("GET {path}"), &format!("Host: localhost:{}\r\n", self.port))
    }

    /// The same, as text.
    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8_lossy(&self.get(path).body).into_owned()
    }

    /// Waits until what stands at a path holds these words, or holds them no more.
    pub(crate) fn waits_for(&self, path: &str, words: &str, holds: bool) {
        waits(|| self.text(path).contains(words) == holds, || format!("{words:?} at {path}: not {holds}"));
    }

    /// Tells of a tab that shows a page: what it hears, line by line.
    pub(crate) fn listens(&self, page: &str) -> Receiver<String> {
        let html = self.text(page);
        let attribute = |name: &str| {
            let at = html.find(&format!("{name}=\"")).expect("a page that listens") + name.len() + 2;
            html[at..].split('"').next().expect("an end").to_owned()
        };
        let path: String = page.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let query = format!("page={path}&mark={}&looks={}", attribute("data-mark"), attribute("data-looks"));
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let request = format!("GET /_postil/events?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("it reads");
        let (send, heard) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if line.starts_with("data:") && send.send(line).is_err() {
                    return;
                }
            }
        });
        heard
    }

    /// Processor time that it has used, in ticks of the system.
    #[cfg(target_os = "linux")]
    pub(crate) fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(')').next().expect("fields").split_whitespace().collect();
        fields[11..13].iter().map(|field| field.parse::<u64>().expect("ticks")).sum()
    }

    /// Memory that it holds, in MiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it runs");
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
        resident.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") / 1024.0
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.process.try_wait().expect("a child").is_none()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// What stands in a file of the site.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    /// Writes a file of the site in place.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// Waits until everything that is served is what a build would write, the script that listens aside. What a build writes
    /// must not change meanwhile.
    pub(crate) fn equals_a_build(&self, after: &str) {
        let built = self.build();
        let until = Instant::now() + PATIENCE;
        loop {
            let wrong = match &built {
                Some(files) => files.iter().find_map(|(name, bytes)| self.differs(name, bytes)),
                None => self.is_sound().then(|| "the site has errors, and it shows none".to_owned()),
            };
            let Some(wrong) = wrong else { return };
            assert!(Instant::now() < until, "after {after}: {wrong}");
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Every file of a build; none when the site has errors.
    fn build(&self) -> Option<BTreeMap<String, Vec<u8>>> {
        let output = tempfile::tempdir().expect("a folder");
        let folder = output.path().join("public");
        let built = Command::new(env!("CARGO_BIN_EXE_postil"))
            .args(["build", "--quiet", "--today", TODAY])
            .args(AT)
            .arg("--output")
            .args([&folder, &self.root])
            .stderr(Stdio::null())
            .status()
            .expect("it runs");
        if !built.success() {
            return None;
        }
        let entries = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| entry.file_type().is_file());
        let name = |path: &Path| path.strip_prefix(&folder).expect("below").to_string_lossy().replace('\\', "/");
        Some(
            files
                .map(|entry| (name(entry.path()), fs::read(entry.path()).expect("a file")))
                // What a build keeps about itself.
                .filter(|(name, _)| !name.starts_with('.'))
                .collect(),
        )
    }

    fn differs(&self, name: &str, bytes: &[u8]) -> Option<String> {
        let path: String = name.split('/').map(encoded).collect::<Vec<_>>().join("/");
        let reply = self.get(&format!("/{path}"));
        let served = without_script(&reply.body);
        (served != bytes).then(|| format!("{name} ({}) differs:\n{}", reply.status, difference(&served, bytes)))
    }

    fn is_sound(&self) -> bool {
        !self.text("/_postil/").contains("data-severity=\"error\"")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until something holds.
pub(crate) fn waits(holds: impl Fn() -> bool, what: impl Fn() -> String) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "{}", what());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until a tab is told something with these words in it.
pub(crate) fn hears(heard: &Receiver<String>, words: &str) -> String {
    let mut before = Vec::new();
    loop {
        match heard.recv_timeout(PATIENCE) {
            Ok(told) if told.contains(words) => return told,
            Ok(told) => before.push(told.chars().take(200).collect::<String>()),
            Err(error) => panic!("{error}: it is not told {words:?} but {before:?}"),
        }
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// A page as a build writes it.
fn without_script(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let Some(start) = text.find("<link rel=\"stylesheet\" href=\"/_postil/live.css\"") else { return page.to_vec() };
    let end = start + text[start..].find("</script>").expect("a script") + "</script>".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

fn encoded(part: &str) -> String {
    part.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn difference(served: &[u8], built: &[u8]) -> String {
    let (served, built) = (String::from_utf8_lossy(served), String::from_utf8_lossy(built));
    let other = served.lines().zip(built.lines()).find(|(a, b)| a != b);
    let cut = |line: &str| line.chars().take(300).collect::<String>();
    other.map_or_else(
        || format!("{} bytes, and built {}", served.len(), built.len()),
        |(a, b)| format!("served: {}\n built: {}", cut(a), cut(b)),
    )
}
