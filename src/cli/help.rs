//! What `--help` says below the options: examples, and what to know.

pub(super) const POSTIL: &str = "\
Examples:
  postil init notes                    begin a site in the folder notes
  postil init notes --from talks.txt   the same, with an article of your own
  postil new briefing \"Second round\"   make a file for a briefing, every key explained
  postil check                         find what is wrong, with lines and what to do
  postil explain quote-drifted         what a problem means, and how to mend it
  postil serve                         show it in a browser while you write
  postil build                         write the site to public/
  postil publish                       push it to the branch that GitHub Pages serves

Exit codes: 0 when all is well, 1 when the site has errors, 2 when Postil could not run.
The settings stand in postil.toml; `postil config` shows them all.";

pub(super) const BUILD: &str = "\
Examples:
  postil build                         the site in this folder, to its folder public/
  postil build notes -o /srv/www       the site in notes, to another folder
  postil build --drafts --future       with what is not published yet
  postil build --strict                warnings stop the build too
  postil build --base-url https://example.org/notes/

Nothing is written when the site has an error. Files that Postil did not write are left alone.";

pub(super) const CHECK: &str = "\
Examples:
  postil check                         everything that is wrong with the site in this folder
  postil check --strict                let warnings count as errors
  postil check --message-format short  a line for each problem
  postil check --message-format github in a workflow, so that problems show in the pull request

What a code means: postil explain CODE";

pub(super) const SERVE: &str = "\
Examples:
  postil serve                         show the site in this folder, and follow what you write
  postil serve notes --open            the site in notes, in a browser at once
  postil serve --editor vscode         headings, cards and problems lead to their lines in the editor
  postil serve --navigate --drafts     go to what is being edited, drafts included
  postil serve --interface 192.168.1.5 let other machines see it

What is wrong lies over the last good page until it is mended. For authors: /_postil/ on the same address.";

pub(super) const PUBLISH: &str = "\
Examples:
  postil publish --dry-run             what would change on the branch, page by page
  postil publish                       build the site, and push it to gh-pages at origin
  postil publish --branch pages --remote upstream --message \"The second round\"
  postil publish --workflow            write the workflow with which GitHub itself checks and publishes

Your checkout, index and branches stay as they are, and so do files on the branch that Postil did not write.";

pub(super) const EXPLAIN: &str = "\
Examples:
  postil explain                       all codes
  postil explain unknown-claim         what this one means, and how to mend it";

pub(super) const INIT: &str = "\
Examples:
  postil init                          begin a site in this folder
  postil init notes                    begin one in the folder notes
  postil init notes --from talks.txt   begin with a pasted article: its front matter is begun, with the
                                       names that it repeats, and each quotation as a claim to complete
  postil init --force                  add to a site what it lacks

No file that exists is ever changed.";

pub(super) const NEW: &str = "\
Examples:
  postil new briefing \"The second round\"
  postil new briefing \"The second round\" --date 2025-06-12 --edit
  postil new actor \"Mira Adler\"
  postil new claim \"The harbour will not raise its fee this year.\"
  postil new event \"Meeting of the council\" --date 2025-06
  postil new source \"Minutes of the council\" --root notes

The path of the file is printed. A file archetypes/KIND.md in the site is used in place of Postil's own.";

pub(super) const RENAME: &str = "\
Examples:
  postil rename claim no-new-fee fee-unchanged
  postil rename actor mira-adler adler --dry-run   show the places first
  postil rename briefing harbour-fee fee           its file, or its slug

The id is replaced in front matter, list files and links; the rest of each file stays as it is, byte for byte.
A page that moves leaves a redirect. Running it the other way takes all of it back.
Nothing is changed unless everything can be.";

pub(super) const CONFIG: &str = "\
Examples:
  postil config                        every setting in the form of postil.toml, with where it comes from
  postil config --json                 the same for programs
  POSTIL_SITE__BASE_URL=https://example.org/ postil config

Each key of postil.toml can be set by a variable: POSTIL_, the section, two underscores, the key. What is typed
on the command line counts more than a variable, and that more than the file. An empty variable is none.";

pub(super) const EXPORT: &str = "\
Examples:
  postil export json                   everything, as one JSON document
  postil export csv-statements -o statements.csv
  postil export bibtex-sources notes   the sources of the site in notes
  postil export atom --base-url https://example.org/notes/

The same files stand in a site that is built, unless `[exports]` in its settings leaves them out.";

pub(super) const IMPORT: &str = "\
Examples:
  postil import hypothesis annotations.json --dry-run       show what would be written
  postil import hypothesis annotations.json --into fee --by 'Mira Adler'
  postil import webannotation collection.json
  postil import brat corpus/ --as Premise=claim --by author
  postil import csv statements.csv claims.csv actors.csv events.csv
  postil export csv-statements notes | postil import csv - --root archive

Passages must stand in the briefing that they are imported into; a new briefing is made of its text, or of the passages.
Actors are found by id, name and alias. What is there already is not doubled, and no file is overwritten: of a briefing that
exists, only the front matter gets lines. What has no place is reported with its line; everything else is written.

Exit codes: 0 when everything has its place, 1 when something has none, 2 when nothing could be done.
What means what in each format: docs/import.md";

pub(super) const SCHEMA: &str = "\
Examples:
  postil schema                        the kinds of files
  postil schema actors                 the schema of content/actors.yaml
  postil schema --to .postil/schema    write all, for example after an update of Postil

Editors find a schema by the first line of a file:
  # yaml-language-server: $schema=../.postil/schema/actors.json    (lists)
  #:schema ./.postil/schema/settings.json                          (postil.toml)";

pub(super) const COMPLETIONS: &str = "\
Examples:
  postil completions bash > ~/.local/share/bash-completion/completions/postil
  postil completions zsh > \"${fpath[1]}/_postil\"
  postil completions fish > ~/.config/fish/completions/postil.fish";

pub(super) const MAN: &str = "\
Examples:
  postil man | man -l -                read it
  postil man > postil.1                keep it
  postil man build > postil-build.1    the page of one command";
