//! `postil import`: annotations of other tools as claims and notes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::arguments::ImportFormat;
use super::console::{Stream, complain, print};
use super::request::Import;
use super::{Failure, Outcome};
use crate::diagnostic::render::{counted, printable};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::{self, Change, Draft, Pair};
use crate::project::Project;
use crate::refusal::Refusal;
use crate::scaffold;
use crate::source::{SitePath, SourceText, Sources};

/// Takes in what has a place, and reports what has none.
pub(super) fn import(request: &Import) -> Result<Outcome, Failure> {
    let project = request.site.read()?;
    let mut files = Files { project: &project, texts: Sources::default(), problems: Vec::new() };
    let (draft, found) = read(request, &mut files)?;
    let Files { texts, mut problems, .. } = files;
    problems.extend(found);
    let console = &request.site.console;
    let mut sources = project.texts.clone();
    texts.iter().for_each(|text| sources.insert(text.clone()));
    let import = match import::place(&project, &draft, &request.request) {
        Ok(import) => import,
        Err(errors) => {
            let outcome = console.problems(Stream::Error, &errors, &sources)?;
            console.say("mend these errors of the site first; nothing was imported")?;
            return Ok(outcome);
        }
    };
    problems.extend(import.problems);
    let problems = import::in_order(problems, &sources);
    if !request.dry_run {
        scaffold::add(&request.site.root, &import.changes)?;
    }
    let outcome = console.problems(Stream::Error, &problems, &sources)?;
    let listed: String = import.changes.iter().map(|change| listed(change, request.dry_run)).collect();
    if console.is_for_people() {
        print(&listed)?;
    } else {
        complain(&listed)?;
    }
    console.say(&said(request, &import.changes, import.known, &problems))?;
    Ok(outcome)
}

/// The file, what it gets, and the lines themselves when nothing is written.
fn listed(change: &Change, dry_run: bool) -> String {
    let counts: Vec<String> = change
        .counts
        .iter()
        .map(|(section, count)| {
            let (one, several) = section.words();
            format!("{count} {}", if *count == 1 { one } else { several })
        })
        .collect();
    let what = if change.before.is_none() { "new" } else { "more" };
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    let mut text = format!("{} ({what}){counts}\n", printable(change.path.as_str()));
    if dry_run {
        for range in &change.added {
            let added = change.after.get(range.clone()).unwrap_or_default();
            text.extend(added.lines().map(|line| format!("+ {}\n", printable(line))));
        }
    }
    text
}

fn said(request: &Import, changes: &[Change], known: usize, problems: &[Diagnostic]) -> String {
    let entries: usize = changes.iter().flat_map(|it| it.counts.values()).sum();
    let errors = problems.iter().filter(|it| it.severity == crate::diagnostic::Severity::Error).count();
    let verb = if request.dry_run { "would be imported" } else { "imported" };
    let mut said = format!("{} {verb} into {}", counted_entries(entries), counted(changes.len(), "file"));
    if known > 0 {
        said.push_str(&format!("; {known} {} there already", if known == 1 { "is" } else { "are" }));
    }
    if errors > 0 {
        said.push_str(&format!("; {} shown above", counted(errors, "problem")));
    }
    if !request.dry_run && !changes.is_empty() {
        said.push_str("\nlook over what was written; `postil check` finds what does not hold");
    }
    said
}

fn counted_entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// What is imported, file by file.
struct Files<'a> {
    project: &'a Project,
    texts: Sources,
    problems: Vec<Diagnostic>,
}

fn read(request: &Import, files: &mut Files<'_>) -> Result<(Draft, Vec<Diagnostic>), Failure> {
    if request.format == ImportFormat::Brat {
        let pairs = files.pairs(&request.files)?;
        return Ok(import::brat(&pairs, &request.request.meanings));
    }
    missing(&request.files)?;
    let mut texts = Vec::new();
    for path in &request.files {
        texts.extend(files.text(path)?);
    }
    Ok(match request.format {
        ImportFormat::Hypothesis => import::hypothesis(&texts),
        ImportFormat::Webannotation => import::web_annotation(&texts),
        ImportFormat::Csv | ImportFormat::Brat => import::tables(&texts),
    })
}

/// Refuses files that are not there, all at once: what was typed is wrong then, not a file.
fn missing(files: &[PathBuf]) -> Result<(), Refusal> {
    let names: Vec<String> = files
        .iter()
        .filter(|path| path.as_path() != Path::new(STANDARD_INPUT) && !path.is_file())
        .map(|path| format!("`{}`", path.display()))
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(format!("there is no file {}", names.join(", "))).help("nothing was imported"))
}

impl Files<'_> {
    /// Each annotated text below these paths, once, in order.
    fn pairs(&mut self, paths: &[PathBuf]) -> Result<Vec<Pair>, Failure> {
        let mut stems: BTreeSet<PathBuf> = BTreeSet::new();
        for path in paths {
            if path.is_dir() {
                let entries = WalkDir::new(path).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
                let annotated = entries.filter(|it| it.extension().is_some_and(|it| it == "ann"));
                stems.extend(annotated.map(|it| it.with_extension("")));
                continue;
            }
            missing(std::slice::from_ref(path))?;
            if let Some("ann" | "txt") = path.extension().and_then(|it| it.to_str()) {
                stems.insert(path.with_extension(""));
            } else {
                let message = format!("`{}` is neither a text (.txt) nor its annotations (.ann)", path.display());
                return Err(Refusal::new(message).help("give the `.ann` file; its `.txt` is found beside it").into());
            }
        }
        if stems.is_empty() {
            let message = "there is no `.ann` file in what was given";
            return Err(Refusal::new(message).help("give `.ann` files, or a folder that holds some").into());
        }
        let mut pairs = Vec::new();
        for stem in stems {
            // A name may hold more dots than that of its extension.
            let beside = |extension: &str| PathBuf::from(format!("{}.{extension}", stem.display()));
            let [text, annotations] = ["txt", "ann"].map(beside);
            missing(&[text.clone(), annotations.clone()])?;
            // A mark at its beginning is a character to those who count them.
            if let (Some(text), Some(annotations)) = (self.marked_text(&text)?, self.text(&annotations)?) {
                pairs.push(Pair { text, annotations });
            }
        }
        Ok(pairs)
    }

    /// The text of a file; none when it is no text, which is reported.
    fn text(&mut self, path: &Path) -> Result<Option<SourceText>, Failure> {
        self.read(path, |text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// The same with a byte order mark, if it has one.
    fn marked_text(&mut self, path: &Path) -> Result<Option<SourceText>, Failure> {
        self.read(path, |text| text)
    }

    fn read(&mut self, path: &Path, taken: impl Fn(String) -> String) -> Result<Option<SourceText>, Failure> {
        let bytes = bytes(path)?;
        let name = self.name(path);
        match decoded(bytes) {
            Ok(text) => {
                let text = SourceText::new(name, taken(text));
                self.texts.insert(text.clone());
                Ok(Some(text))
            }
            Err((message, help)) => {
                self.problems.push(Diagnostic::about_file(Code::ImportSyntax, name, message).help(help));
                Ok(None)
            }
        }
    }

    /// The path under which a file is spoken of: as it was typed, where that is no other text's.
    fn name(&self, path: &Path) -> SitePath {
        let typed = path.to_string_lossy().replace('\\', "/");
        let name = path.file_name().map_or_else(|| "standard input".to_owned(), |it| it.to_string_lossy().into_owned());
        let typed = if typed == STANDARD_INPUT { "standard input".to_owned() } else { typed };
        let plain = SitePath::new(&typed).or_else(|_| SitePath::new(&name)).unwrap_or_else(|_| SitePath::root());
        let is_taken = |it: &SitePath| self.texts.at(it).is_some() || self.project.texts.at(it).is_some();
        let numbered = (2..).map(|number| format!("{plain} ({number})"));
        let numbered = numbered.filter_map(|it| SitePath::new(&it).ok());
        std::iter::once(plain.clone()).chain(numbered).find(|it| !is_taken(it)).unwrap_or(plain)
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let refused = |error| Refusal::by_system("read", path, &error);
    let mut bytes = Vec::new();
    if path == Path::new(STANDARD_INPUT) {
        std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    } else {
        let file = fs::File::open(path).map_err(refused)?;
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("`{}` is larger than {} MB", path.display(), MAX_BYTES / 1_000_000);
        return Err(Refusal::new(message).help("divide it into several files").into());
    }
    Ok(bytes)
}

/// The text of these bytes: UTF-8, or UTF-16 as spreadsheets write it, told by its mark.
fn decoded(bytes: Vec<u8>) -> Result<String, (String, &'static str)> {
    let units =
        |read: fn([u8; 2]) -> u16| bytes[2..].chunks_exact(2).map(move |it| read([it[0], it[1]])).collect::<Vec<_>>();
    let wide = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(units(u16::from_le_bytes)),
        Some([0xfe, 0xff]) => Some(units(u16::from_be_bytes)),
        _ => None,
    };
    if let Some(units) = wide {
        return String::from_utf16(&units).map_err(|_| ("this is not the UTF-16 that it begins as".to_owned(), SAVE));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let sound = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..sound].split(|byte| *byte == b'\n').count();
        (format!("this is not in UTF-8: line {line} has bytes that are no character"), SAVE)
    })?;
    if text.contains('\0') {
        return Err(("this is no text: it holds a zero byte".to_owned(), SAVE));
    }
    Ok(text)
}

const SAVE: &str = "save it as UTF-8; in a spreadsheet as `CSV UTF-8`";
const STANDARD_INPUT: &str = "-";
/// Places in a text are counted in 32 bits.
const MAX_BYTES: u64 = 2_000_000_000;
