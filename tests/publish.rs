//! `postil publish` against real repositories: what arrives on the branch, and that nothing else is touched.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test runs programs on real folders")]
#![allow(clippy::expect_used, reason = "a test that cannot set up its repositories has failed")]
#![cfg(unix)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/place.rs"]
mod place;

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use desk::Desk;
use place::Place;
use postil::publish::{Workflow, workflow};

#[test]
fn the_branch_holds_what_a_build_writes() {
    let desk = Desk::new();
    // Neither filter may change a byte.
    desk.place.git("", &["config", "--global", "core.autocrlf", "true"]);
    desk.place.put("site/.gitattributes", "* text eol=crlf\n");
    desk.place.put("site/static/crlf.txt", "a\r\nb\n");
    desk.commit("attributes");
    let published = desk.publish(&[]);
    assert_eq!((published.code, &*published.out), (0, ""), "{published:?}");
    assert!(
        published.err.contains("published to `gh-pages` of `origin`: ") && published.err.contains(" added, 0 changed")
    );
    assert_eq!(desk.place.run("site", &["build"]).code, 0);
    let mut built = desk.place.files("site/public");
    built.remove(".postil-lock");
    built.insert(".nojekyll".to_owned(), Vec::new());
    assert!(built.len() > 20);
    assert!(desk.branch() == built, "the bytes are those of a build");
    let head = desk.place.git("site", &["rev-parse", "--short", "HEAD"]);
    assert_eq!(desk.log(), [format!("Publish the site as of {head}")]);
}

#[test]
fn what_is_unchanged_makes_no_commit_and_what_changes_is_all_that_is_sent() {
    let desk = Desk::new();
    desk.publish(&[]);
    let first = desk.log();
    let again = desk.publish(&[]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.err.contains("`gh-pages` of `origin` is as the site is; nothing was to be done"), "{again:?}");
    assert_eq!(desk.log(), first);

    let before = desk.objects();
    desk.place.put("site/static/note.txt", "new\n");
    desk.commit("a note");
    let published = desk.publish(&["--message", "A note"]);
    assert!(published.err.contains("1 file added, 0 changed, 0 removed"), "{published:?}");
    assert_eq!(desk.objects() - before, 4, "the note, the manifest, a tree and a commit");
    assert_eq!(desk.log(), ["A note", &first[0]], "history is kept");

    fs::remove_file(desk.place.path("site/static/note.txt")).expect("removed");
    desk.commit("no note");
    assert!(desk.publish(&[]).err.contains("0 files added, 0 changed, 1 removed"));
    assert!(!desk.branch().contains_key("note.txt"));
}

#[test]
fn squashing_leaves_one_commit_and_the_same_files() {
    let desk = Desk::new();
    desk.publish(&[]);
    desk.place.put("site/static/note.txt", "new\n");
    desk.commit("a note");
    desk.publish(&[]);
    let before = desk.branch();
    let squashed = desk.publish(&["--squash"]);
    assert_eq!(squashed.code, 0, "{squashed:?}");
    assert_eq!(desk.log().len(), 1);
    assert_eq!(desk.branch(), before);
    let tip = desk.tip();
    assert!(desk.publish(&["--squash"]).err.contains("nothing was to be done"));
    assert_eq!(desk.tip(), tip);
}

#[test]
fn files_that_postil_did_not_write_are_kept() {
    let desk = Desk::new();
    desk.elsewhere(&[("CNAME", "notes.example.org\n"), ("old/page.html", "old"), ("index.html", "theirs")]);
    let theirs = desk.branch();
    let refused = desk.publish(&[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(
        refused.err.contains("did not write are in the way; nothing was published:\n  index.html\nhelp: `--force`")
    );
    assert_eq!(desk.branch(), theirs);

    let published = desk.publish(&["--force"]);
    assert_eq!(published.code, 0, "{published:?}");
    assert!(published.err.contains("1 changed, 0 removed, 2 kept that Postil did not write"), "{published:?}");
    assert!(published.err.contains("at https://notes.example.org/, as `CNAME` on the branch tells"), "{published:?}");
    let branch = desk.branch();
    assert_eq!((&branch["CNAME"], &branch["old/page.html"]), (&theirs["CNAME"], &theirs["old/page.html"]));
    assert_ne!(branch["index.html"], theirs["index.html"]);
    assert!(String::from_utf8_lossy(&branch["404.html"]).contains("href=\"/"));

    // What was made beside the site later is kept too, also by a squash, and what was edited by hand is mended.
    desk.elsewhere(&[("verification.txt", "mine"), ("404.html", "edited")]);
    let published = desk.publish(&["--squash"]);
    assert!(published.err.contains("0 files added, 1 changed, 0 removed, 3 kept"), "{published:?}");
    assert_eq!(desk.branch()["verification.txt"], b"mine");
    assert_eq!(desk.branch()["404.html"], branch["404.html"]);
}

#[test]
fn a_folder_that_postil_did_not_make_is_never_replaced() {
    let desk = Desk::new();
    desk.elsewhere(&[("note.txt/inside", "theirs"), ("claims", "theirs")]);
    desk.place.put("site/static/note.txt", "ours");
    desk.commit("a note");
    for arguments in [&[][..], &["--force"]] {
        let refused = desk.publish(arguments);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains(":\n  claims\n  note.txt\nhelp: remove them from the branch"), "{refused:?}");
    }
    assert_eq!(desk.branch().len(), 2);
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let desk = Desk::new();
    desk.place.put("site/static/one", "file");
    desk.place.put("site/static/two/three/four", "file");
    desk.commit("before");
    desk.publish(&[]);
    fs::remove_file(desk.place.path("site/static/one")).expect("removed");
    fs::remove_dir_all(desk.place.path("site/static/two")).expect("removed");
    desk.place.put("site/static/one/\"quoted\" ünïcode", "file");
    desk.place.put("site/static/two", "file");
    desk.commit("after");
    let published = desk.publish(&[]);
    assert_eq!(published.code, 0, "{published:?}");
    let branch = desk.branch();
    assert!(branch.contains_key("one/\"quoted\" ünïcode") && branch.contains_key("two"), "{:?}", branch.keys());
}

#[test]
fn a_manifest_that_cannot_be_read_is_no_licence_to_delete() {
    let desk = Desk::new();
    desk.publish(&[]);
    for manifest in ["{", "{\"version\":1,\"complete\":true,\"files\":{\"../x\":{\"length\":0,\"hash\":\"0\"}}}"] {
        desk.elsewhere(&[(".postil-manifest.json", manifest)]);
        let refused = desk.publish(&[]);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains("`.postil-manifest.json` on `gh-pages` cannot be read: "), "{refused:?}");
    }
    assert_eq!(desk.publish(&["--force"]).code, 0);
    assert_eq!(desk.publish(&[]).code, 0);
}

#[test]
fn what_is_not_committed_is_published_only_when_that_is_wanted() {
    let desk = Desk::new();
    desk.place.put("site/static/note.txt", "new\n");
    desk.place.put("site/TODO", "no file of the site");
    let refused = desk.publish(&[]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(
        refused.err.contains("are not committed") && refused.err.contains("\n  static/note.txt\nhelp: "),
        "{refused:?}"
    );
    assert!(!refused.err.contains("TODO") && desk.tip().is_none());
    assert_eq!(desk.publish(&["--dry-run"]).code, 0, "looking is allowed");
    let published = desk.publish(&["--allow-dirty"]);
    assert_eq!(published.code, 0, "{published:?}");
    assert!(desk.log()[0].ends_with(", with changes that are not committed"));
}

#[test]
fn a_remote_that_is_ahead_is_published_on_top_of() {
    let desk = Desk::new();
    desk.publish(&[]);
    desk.elsewhere(&[("CNAME", "notes.example.org\n")]);
    desk.place.put("site/static/note.txt", "new\n");
    desk.commit("a note");
    let published = desk.publish(&["--message", "ours"]);
    assert_eq!(published.code, 0, "{published:?}");
    assert!(published.err.ends_with(" removed, 1 kept that Postil did not write\n"));
    assert_eq!(desk.log()[..2], ["ours", "theirs"]);
    assert!(desk.branch().contains_key("CNAME") && desk.branch().contains_key("note.txt"));
}

#[test]
fn a_social_card_on_the_branch_is_taken_by_its_name_and_others_are_drawn() {
    let desk = Desk::new();
    let at = ["--base-url", "https://notes.example/"];
    assert_eq!(desk.publish(&at).code, 0);
    let cards = || desk.branch().into_keys().filter(|path| path.starts_with("cards/")).collect::<Vec<_>>();
    let first = cards();
    assert!(first.len() > 1, "{first:?}");
    // Only who does not draw it again can take this for the card.
    desk.elsewhere(&[(&first[0], "not drawn")]);
    assert!(desk.publish(&at).err.contains("nothing was to be done"));
    let settings = desk.place.text("site/postil.toml");
    desk.place.put("site/postil.toml", &settings.replace("Notes", "Other notes"));
    desk.commit("another name");
    assert_eq!(desk.publish(&at).code, 0);
    let second = cards();
    assert!(second.len() == first.len() && second.iter().all(|card| !first.contains(card)), "{second:?}");
    assert!(second.iter().all(|card| desk.branch()[card].starts_with(b"\x89PNG")));
}

#[test]
fn publishers_that_race_all_arrive() {
    for squash in [false, true] {
        let desk = Desk::new();
        desk.publish(&[]);
        let before = desk.log().len();
        let names: Vec<String> = (0..4).map(|number| format!("publisher-{number}")).collect();
        for name in &names {
            desk.place.git("", &["clone", "-q", "remote.git", name]);
            desk.place.put(&format!("{name}/static/note.txt"), name);
            desk.place.git(name, &["add", "."]);
            desk.place.git(name, &["commit", "-qm", "a note"]);
        }
        let arguments: &[&str] = if squash { &["publish", "--squash"] } else { &["publish"] };
        let start = |name: &String| {
            let mut command = desk.place.command(env!("CARGO_BIN_EXE_postil"), name);
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("run")
        };
        let running: Vec<_> = names.iter().map(start).collect();
        for run in running {
            let ended = run.wait_with_output().expect("ended");
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        }
        assert_eq!(desk.log().len(), if squash { 1 } else { before + names.len() });
        let branch = desk.branch();
        let last = String::from_utf8_lossy(&branch["note.txt"]).into_owned();
        assert_eq!(desk.place.run(&last, &["build"]).code, 0);
        let mut built = desk.place.files(&format!("{last}/public"));
        built.remove(".postil-lock");
        built.insert(".nojekyll".to_owned(), Vec::new());
        assert!(branch == built, "the branch holds one of them whole");
        desk.place.git("remote.git", &["fsck", "--strict"]);
    }
}

#[test]
fn two_publishers_of_one_checkout_both_arrive() {
    let desk = Desk::new();
    let start = || {
        let mut command = desk.place.command(env!("CARGO_BIN_EXE_postil"), "site");
        command.args(["publish"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("run")
    };
    for run in [start(), start()] {
        let ended = run.wait_with_output().expect("ended");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    assert!(desk.branch().contains_key("index.html"));
}

/// Somebody else works in the repository, or died there: what they hold is not needed, so that whoever kills a publication
/// leaves nothing of the kind behind either.
#[test]
fn nothing_of_the_repository_is_locked_to_publish() {
    let desk = Desk::new();
    let locks = ["packed-refs.lock", "index.lock", "HEAD.lock", "config.lock", "shallow.lock"];
    for lock in locks {
        desk.place.put(&format!("site/.git/{lock}"), "theirs");
    }
    for note in ["one\n", "two\n"] {
        desk.place.put("site/static/note.txt", note);
        let published = desk.publish(&["--allow-dirty"]);
        assert_eq!(published.code, 0, "{published:?}");
    }
    assert_eq!(desk.log().len(), 2);
    for lock in locks {
        assert_eq!(desk.place.text(&format!("site/.git/{lock}")), "theirs");
    }
    assert!(!desk.place.path("site/.git/refs/postil").exists(), "nor is a folder left");
}

#[test]
fn a_push_that_is_refused_changes_nothing_and_says_why() {
    let desk = Desk::new();
    desk.publish(&[]);
    let tip = desk.tip();
    desk.script("remote.git/hooks/pre-receive", "printf 'pages are \\033[2Jfrozen until Monday\\n' >&2; exit 1");
    desk.place.put("site/static/note.txt", "new\n");
    desk.commit("a note");
    for arguments in [&[][..], &["--squash"]] {
        let refused = desk.publish(arguments);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(
            refused.err.contains("error: `origin` did not take the push to `gh-pages`; git said:\n"),
            "{refused:?}"
        );
        assert!(refused.err.contains("frozen until Monday") && refused.err.contains("pre-receive hook declined"));
        assert!(!refused.err.contains('\u{1b}'), "{:?}", refused.err);
        assert_eq!(desk.tip(), tip);
    }
}

#[test]
fn hooks_and_signatures_are_the_users_own() {
    let desk = Desk::new();
    desk.script("site/.git/hooks/pre-push", "cat > \"$HOME/pushed\"");
    desk.script(
        "gpg",
        "cat > /dev/null; printf '\\n[GNUPG:] SIG_CREATED ' >&2; echo '-----BEGIN PGP SIGNATURE-----'; echo; echo \
         '-----END PGP SIGNATURE-----'",
    );
    desk.place.git("site", &["config", "gpg.program", desk.place.path("gpg").to_str().expect("a path")]);
    desk.place.git("site", &["config", "commit.gpgSign", "true"]);
    let published = desk.publish(&[]);
    assert_eq!(published.code, 0, "{published:?}");
    assert!(desk.place.text("pushed").contains("refs/heads/gh-pages"));
    assert!(desk.place.git("remote.git", &["cat-file", "commit", "gh-pages"]).contains("gpgsig -----BEGIN PGP"));

    desk.script("site/.git/hooks/pre-push", "echo 'not today' >&2; exit 1");
    desk.place.put("site/static/note.txt", "new\n");
    desk.place.git("site", &["-c", "commit.gpgSign=false", "commit", "-qm", "a note", "--allow-empty"]);
    let refused = desk.publish(&["--allow-dirty"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("not today"), "{refused:?}");

    desk.script("gpg", "echo 'no such key' >&2; exit 1");
    let refused = desk.publish(&["--allow-dirty"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("git cannot commit; nothing was published"), "{refused:?}");
}

#[test]
fn what_is_missing_is_named() {
    let desk = Desk::new();
    for (arguments, why) in [
        (&["--remote", "upstream"][..], "the repository has no remote `upstream`\nhelp: it has `origin`"),
        (&["--remote", "--upload-pack=touch"], "the repository has no remote `--upload-pack=touch`"),
        (&["--branch", "--force"], "no branch can be called `--force`"),
        (&["--branch", "a..b"], "no branch can be called `a..b`"),
        (&["--branch", "main"], "`main` is the branch that you are on"),
        (&["--drafts"], "drafts are not published"),
    ] {
        let refused = desk.publish(arguments);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains(&format!("error: {why}")), "{arguments:?}: {}", refused.err);
    }
    assert!(!desk.place.path("site/touch").exists() && desk.tip().is_none());

    desk.place.git("site", &["remote", "set-url", "origin", "../nowhere.git"]);
    let refused = desk.publish(&[]);
    assert!(
        refused.code == 2 && refused.err.contains("the remote `origin` cannot be reached; git said:\n"),
        "{refused:?}"
    );
    desk.place.git("site", &["remote", "remove", "origin"]);
    let refused = desk.publish(&[]);
    assert!(
        refused.code == 2 && refused.err.contains("has no remote to publish to\nhelp: `git remote add"),
        "{refused:?}"
    );
}

#[test]
fn without_git_repository_or_name_nothing_is_begun() {
    let desk = Desk::new();
    let before = desk.untouchable();
    let nothing = desk.place.with("site", &["publish"], &[("PATH", "")]);
    assert_eq!(nothing.code, 2, "{nothing:?}");
    assert!(nothing.err.starts_with("error: there is no `git` on this machine, or not on the `PATH`\nhelp: install"));
    desk.place.git("", &["config", "--global", "user.useConfigOnly", "true"]);
    desk.place.git("", &["config", "--global", "--unset", "user.email"]);
    let nobody = desk.publish(&[]);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    assert!(
        nobody.err.starts_with("error: git does not know in whose name to commit\nhelp: `git config"),
        "{nobody:?}"
    );
    assert_eq!(desk.untouchable(), before);
    assert!(desk.tip().is_none());

    let place = Place::new();
    place.run("", &["init", "."]);
    for arguments in [&["publish"][..], &["publish", "--workflow"]] {
        let homeless = place.run("", arguments);
        assert_eq!(homeless.code, 2, "{homeless:?}");
        assert!(homeless.err.contains("`.` is not in the checkout of a git repository; git said:\n"), "{homeless:?}");
    }
}

#[test]
fn a_broken_site_is_not_published() {
    let desk = Desk::new();
    desk.publish(&[]);
    let tip = desk.tip();
    desk.place.edit("site/content/briefings/fee.md", "that no vessel", "that nobody");
    desk.commit("broken");
    for arguments in [&[][..], &["--dry-run"], &["--base-url", "https://example.org/"]] {
        let broken = desk.publish(arguments);
        assert_eq!(broken.code, 1, "{broken:?}");
        assert!(broken.err.contains("error[quote-") && broken.err.ends_with("nothing was published\n"), "{broken:?}");
    }
    assert_eq!(desk.tip(), tip);
}

#[test]
fn a_dry_run_shows_the_difference_page_by_page() {
    let desk = Desk::new();
    let all = desk.publish(&["--dry-run"]);
    assert_eq!(all.code, 0, "{all:?}");
    assert!(all.out.contains("added    /\n") && all.out.contains("added    /claims/no-new-fee/\n"), "{}", all.out);
    assert!(desk.tip().is_none());
    desk.publish(&[]);
    let tip = desk.tip();
    desk.place.edit("site/content/briefings/fee.md", "Mira Adler told", "Mira Adler has told");
    desk.place.put("site/static/note.txt", "new\n");
    fs::remove_file(desk.place.path("site/static/gone.txt")).expect("removed");
    let some = desk.publish(&["--dry-run"]);
    let lines: BTreeSet<&str> = some.out.lines().collect();
    for line in ["added    /note.txt", "changed  /briefings/fee/", "removed  /gone.txt"] {
        assert!(lines.contains(line), "{line}: {}", some.out);
    }
    assert!(some.err.contains(": that is what publishing to `gh-pages` of `origin` would do"), "{}", some.err);
    assert_eq!(desk.tip(), tip);
}

#[test]
fn where_it_is_pushed_to_is_where_it_is_looked_for() {
    let desk = Desk::new();
    desk.place.git("", &["init", "-q", "--bare", "fork.git"]);
    desk.publish(&[]);
    let tip = desk.tip();
    desk.place.git("site", &["remote", "set-url", "--push", "origin", "../fork.git"]);
    for changed in ["", "again"] {
        desk.place.put("site/static/note.txt", changed);
        desk.commit("a note");
        let published = desk.publish(&[]);
        assert_eq!(published.code, 0, "{published:?}");
    }
    assert_eq!(desk.place.git("fork.git", &["rev-list", "--count", "gh-pages"]), "2");
    assert_eq!(desk.tip(), tip);
}

#[test]
fn sites_in_folders_worktrees_shallow_clones_and_detached_heads_are_published() {
    let desk = Desk::new();
    desk.place.git("", &["init", "-q", "--bare", "other.git"]);
    desk.place.git("", &["init", "-q", "whole"]);
    desk.place.put("whole/README.md", "not of the site\n");
    for (path, bytes) in desk.place.files("site") {
        if !path.starts_with(".git/") {
            desk.place.put(&format!("whole/docs/notes/{path}"), &String::from_utf8(bytes).expect("text"));
        }
    }
    desk.place.git("whole", &["remote", "add", "origin", "../other.git"]);
    desk.place.git("whole", &["add", "."]);
    desk.place.git("whole", &["commit", "-qm", "all"]);
    desk.place.put("whole/README.md", "a change that is not of the site\n");
    let published = desk.place.run("whole", &["publish", "docs/notes"]);
    assert_eq!(published.code, 0, "{published:?}");
    desk.publish(&[]);
    let tree = |repository: &str| desk.place.git(repository, &["rev-parse", "gh-pages^{tree}"]);
    assert_eq!(tree("other.git"), tree("remote.git"), "where the sources stand makes no difference");

    desk.place.git("site", &["worktree", "add", "-q", "../tree", "-b", "draft"]);
    desk.place.put("tree/static/note.txt", "new\n");
    desk.place.git("tree", &["add", "."]);
    desk.place.git("tree", &["commit", "-qm", "a note"]);
    let before = desk.untouchable();
    let published = desk.place.run("tree", &["publish"]);
    assert_eq!((published.code, desk.log().len()), (0, 2), "{published:?}");
    assert_eq!(desk.untouchable(), before);

    let url = format!("file://{}", desk.place.path("remote.git").display());
    desk.place.git("", &["clone", "-q", "--depth=1", "--branch=main", &url, "shallow"]);
    desk.place.git("shallow", &["checkout", "-q", "--detach"]);
    let published = desk.place.run("shallow", &["publish"]);
    assert_eq!(published.code, 0, "{published:?}");
    assert_eq!(desk.log().len(), 3, "on top of a history that was not fetched");
    assert!(!desk.branch().contains_key("note.txt"));
    assert_eq!(desk.place.git("shallow", &["for-each-ref", "refs/heads", "refs/postil"]).lines().count(), 1);
}

#[test]
fn repositories_with_longer_names_are_published_to() {
    let place = Place::new();
    place.git("", &["config", "--global", "user.name", "Mira"]);
    place.git("", &["config", "--global", "user.email", "mira@example.org"]);
    place.git("", &["init", "-q", "--bare", "--object-format=sha256", "remote.git"]);
    place.run("", &["init", "site"]);
    place.git("site", &["init", "-q", "--object-format=sha256"]);
    place.git("site", &["remote", "add", "origin", "../remote.git"]);
    place.git("site", &["add", "."]);
    place.git("site", &["commit", "-qm", "all"]);
    assert_eq!(place.run("site", &["publish"]).code, 0);
    assert!(place.run("site", &["publish"]).err.contains("nothing was to be done"), "the names of blobs are git's");
}

#[test]
fn the_address_is_found_from_the_remote_or_a_domain() {
    let desk = Desk::new();
    desk.place.git("", &["init", "-q", "--bare", "pages/owner/repo.git"]);
    // As if `github.com` were here: what would be run there is run in the folder that holds its repositories.
    let there = desk.place.path("pages");
    desk.script("ssh", &format!("cd '{}' && for last; do :; done && eval \"$last\"", there.display()));
    desk.place.git("site", &["config", "core.sshCommand", desk.place.path("ssh").to_str().expect("a path")]);
    desk.place.git("site", &["remote", "set-url", "origin", "git@github.com:owner/repo.git"]);
    let published = desk.publish(&[]);
    assert_eq!(published.code, 0, "{published:?}");
    assert!(
        published
            .err
            .contains("the site will stand at https://owner.github.io/repo/, as the address of the remote tells")
    );
    assert!(published.err.contains("the branch is new: choose `gh-pages` in the settings"), "{published:?}");
    let file = |path: &str| desk.place.git("pages/owner/repo.git", &["show", &format!("gh-pages:{path}")]);
    assert!(file("sitemap.xml").contains("<loc>https://owner.github.io/repo/claims/"));
    assert!(file("404.html").contains("\"/repo/claims/\""));
    assert!(file("atom.xml").contains("https://owner.github.io/repo/briefings/fee/"));

    desk.place.put("site/static/CNAME", "notes.example.org\n");
    desk.commit("a domain");
    assert!(desk.publish(&[]).err.contains("https://notes.example.org/, as `static/CNAME` tells"));
    assert!(file("sitemap.xml").contains("<loc>https://notes.example.org/claims/"));
    let told = desk.publish(&["--base-url", "https://example.org/x"]);
    assert!(told.code == 0 && !told.err.contains(" tells"), "{told:?}");
    assert!(file("sitemap.xml").contains("<loc>https://example.org/x/claims/"));
}

#[test]
fn a_branch_with_sources_is_not_published_to() {
    let desk = Desk::new();
    desk.place.git("site", &["checkout", "-q", "-b", "work"]);
    let refused = desk.publish(&["--branch", "main"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(
        refused.err.contains("`main` of `origin` holds the sources of a site: there is `postil.toml`"),
        "{refused:?}"
    );
}

#[test]
fn the_workflow_is_written_once() {
    let desk = Desk::new();
    let workflow = || desk.place.text("site/.github/workflows/pages.yml");
    let made = desk.place.run("site", &["publish", "--workflow"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.err.contains("made `.github/workflows/pages.yml`"), "{made:?}");
    assert!(workflow().contains("branches: [\"main\"]") && workflow().contains("SITE: \".\""));
    let first = workflow();
    assert!(desk.place.run("site", &["publish", "--workflow"]).err.contains("is as it should be"));
    desk.place.put("site/.github/workflows/pages.yml", "mine");
    let refused = desk.place.run("site", &["publish", "--workflow"]);
    assert_eq!((refused.code, workflow()), (2, "mine".to_owned()), "{refused:?}");
    assert_eq!(desk.place.run("site", &["publish", "--workflow", "--force"]).code, 0);
    assert_eq!(workflow(), first);
    assert!(desk.tip().is_none(), "nothing was pushed");

    fs::remove_dir_all(desk.place.path("site/.github")).expect("removed");
    fs::create_dir(desk.place.path("outside")).expect("a folder");
    std::os::unix::fs::symlink("../outside", desk.place.path("site/.github")).expect("a link");
    let refused = desk.place.run("site", &["publish", "--workflow", "--force"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(desk.place.files("outside").is_empty(), "nothing is written through a link");
}

/// They are read by `tests/workflows`, which knows what GitHub accepts.
#[test]
fn workflows_are_made_for_every_kind_of_site() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflows");
    fs::create_dir_all(&folder).expect("a folder");
    for (name, site, branch, release) in [
        ("whole", "", "main", None),
        ("folder", "docs/the \"notes\" of 'Łódź': #1/", "release/c++", None),
        ("released", "", "main", Some("https://github.com/owner/repo")),
    ] {
        let text = workflow(Workflow { folder: site, branch, release }).expect("a workflow");
        fs::write(folder.join(format!("{name}.yml")), text).expect("written");
    }
}
