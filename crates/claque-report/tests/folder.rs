//! The folder as a stranger finds it: the contract, whole or not at all, the gate, the words.

use claque_report::testing::{FANS, HANDS, HOSTILE_PAGES, small};
use claque_report::words::forbidden::forbidden_words;
use claque_report::{
    Beside, FaultKind, Gate, Model, ReportFault, Written, build_model, build_tables, render, summary,
    validate, write_audit,
};
use std::fs;
use std::io::Write;
use std::path::Path;

fn model(gate: Gate) -> (Model, claque_report::Tables) {
    let (audit, log, provenance) = small();
    (build_model(&audit, &log, provenance, gate), build_tables(&audit, &log, gate).unwrap())
}

fn write(out: &Path, gate: Gate, force: bool) -> Result<Written, ReportFault> {
    let (model, tables) = model(gate);
    let rejected =
        |w: &mut dyn Write| w.write_all(b"file,line,column,reason,content\nlikes.csv,12,when,not a time,x\n");
    write_audit(&model, &tables, Beside { rejected: Some(&rejected), kept: None }, out, force)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_written_folder_keeps_the_contract() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("likes.claque");
    let written = write(&out, Gate::default(), false).unwrap();
    assert_eq!(validate(&out), Ok(()));
    assert!(!written.replaced);
    let mut said = written.files.clone();
    said.sort();
    assert_eq!(said, names(&out));
    assert!(said.iter().any(|n| n == "rejected.csv"));
    assert_eq!(names(parent.path()), ["likes.claque"], "nothing is left beside it");
}

#[test]
fn the_same_audit_is_the_same_bytes() {
    let parent = tempfile::tempdir().unwrap();
    let (a, b) = (parent.path().join("a"), parent.path().join("b"));
    write(&a, Gate::default(), false).unwrap();
    write(&b, Gate::default(), false).unwrap();
    for name in names(&a) {
        assert_eq!(fs::read(a.join(&name)).unwrap(), fs::read(b.join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn a_broken_folder_does_not_pass() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    fs::copy(out.join("jobs.parquet"), out.join("crews.parquet")).unwrap();
    let faults = validate(&out).unwrap_err();
    assert!(faults.iter().any(|f| f.starts_with("crews.parquet: columns are")), "{faults:?}");
    assert!(faults.iter().any(|f| f.starts_with("crews.parquet: its bytes")), "{faults:?}");
}

#[test]
fn the_report_is_rendered_from_the_saved_model() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    let json = fs::read_to_string(out.join("audit.json")).unwrap();
    let saved = Model::from_json(&json).unwrap();
    assert_eq!(render(&saved), fs::read_to_string(out.join("report.html")).unwrap());
    assert_eq!(saved.to_json().unwrap(), json);
}

#[test]
fn an_audit_of_the_same_inputs_is_replaced_and_nothing_else() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    assert!(write(&out, Gate::default(), false).unwrap().replaced);

    fs::write(out.join("notes.txt"), "mine").unwrap();
    let fault = write(&out, Gate::default(), false).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Usage);
    assert!(fault.to_string().contains("--force"), "{fault}");
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert!(write(&out, Gate::default(), true).unwrap().replaced);
    assert!(!out.join("notes.txt").exists());

    let (mut other, tables) = model(Gate::default());
    other.provenance.inputs[0].sha256 = "0".repeat(64);
    let fault = write_audit(&other, &tables, Beside::default(), &out, false).unwrap_err();
    assert!(fault.to_string().contains("other inputs"), "{fault}");
    assert!(write_audit(&other, &tables, Beside::default(), &out, true).unwrap().replaced);
    assert_eq!(names(parent.path()), ["a"]);
}

#[test]
fn a_folder_of_somebody_else_stays() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("thesis");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("chapter.txt"), "one").unwrap();
    let fault = write(&out, Gate::default(), false).unwrap_err();
    assert!(fault.to_string().contains("did not make") && fault.to_string().contains("--force"), "{fault}");
    assert_eq!(names(parent.path()), ["thesis"]);
    assert_eq!(fs::read_to_string(out.join("chapter.txt")).unwrap(), "one");
}

#[test]
fn places_that_cannot_be_used_are_told() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "x").unwrap();
    let real = parent.path().join("real");
    fs::create_dir(&real).unwrap();
    let mut places = vec![
        file,
        parent.path().join("no/such/place"),
        Path::new("..").to_owned(),
        Path::new("/").to_owned(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&real, parent.path().join("link")).unwrap();
        places.push(parent.path().join("link"));
    }
    for place in places {
        let fault = write(&place, Gate::default(), true).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Usage, "{fault}");
        assert_eq!(fault.path.as_deref(), Some(place.as_path()));
    }
    assert!(names(&real).is_empty());
}

#[test]
fn a_failure_half_way_leaves_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    let (model, tables) = model(Gate::default());
    let breaks = |_: &mut dyn Write| Err(std::io::Error::other("disk full"));
    let fault = write_audit(&model, &tables, Beside { rejected: Some(&breaks), kept: None }, &out, false)
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Io);
    assert!(fault.to_string().contains("disk full"), "{fault}");
    assert!(names(parent.path()).is_empty());

    // And what stood there stands.
    write(&out, Gate::default(), false).unwrap();
    let before = fs::read(out.join("audit.json")).unwrap();
    write_audit(&model, &tables, Beside { rejected: Some(&breaks), kept: None }, &out, false).unwrap_err();
    assert_eq!(fs::read(out.join("audit.json")).unwrap(), before);
    assert_eq!(names(parent.path()), ["a"]);
}

/// Everything that an audit puts out, as text; Parquet as raw bytes, uncompressed where it can be.
fn everything(out: &Path, gate: Gate) -> Vec<(String, String)> {
    let (model, _) = model(gate);
    let mut all = vec![
        ("summary".to_owned(), summary::text(&model)),
        ("summary.json".to_owned(), summary::json(&model)),
    ];
    for name in names(out) {
        let text = if name.ends_with(".parquet") {
            parquet_text(&out.join(&name))
        } else {
            fs::read_to_string(out.join(&name)).unwrap()
        };
        all.push((name, text));
    }
    all
}

fn parquet_text(path: &Path) -> String {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|r| r.unwrap().to_string() + "\n").collect()
}

#[test]
fn people_with_a_cause_stand_nowhere_unless_asked() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    for (name, text) in everything(&out, Gate::default()) {
        for fan in FANS {
            assert!(!text.contains(fan), "{fan} stands in {name}");
        }
    }
    let open = Gate { all_members: true, reveal: false };
    write(&out, open, false).unwrap();
    let all = everything(&out, open);
    let members = &all.iter().find(|a| a.0 == "members.parquet").unwrap().1;
    assert!(FANS.iter().all(|f| members.contains(f)));
    assert!(all.iter().find(|a| a.0 == "audit.json").unwrap().1.contains("\"all_members\": true"));
    let report = &all.iter().find(|a| a.0 == "report.html").unwrap().1;
    assert!(FANS.iter().all(|f| !report.contains(f)), "without --reveal the report carries pseudonyms");
}

#[test]
fn what_is_read_carries_pseudonyms_and_tables_the_users_ids() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    for (name, text) in everything(&out, Gate::default()) {
        let shown = HANDS.iter().any(|h| text.contains(h));
        assert_eq!(
            shown,
            ["members.parquet", "marks.parquet", "accounts.parquet"].contains(&name.as_str()),
            "{name}"
        );
    }
    let report = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(report.contains("A0001"));
    write(&out, Gate { reveal: true, all_members: false }, false).unwrap();
    let report = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(report.contains("hand_two") && report.contains("@hand⟨U+202E⟩one") && !report.contains("A0001"));
}

#[test]
fn no_output_says_a_forbidden_word() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate::default(), false).unwrap();
    for (name, text) in everything(&out, Gate::default()) {
        assert_eq!(forbidden_words(&text, &HOSTILE_PAGES), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn names_cannot_become_markup_or_formulas() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("a");
    write(&out, Gate { all_members: true, reveal: true }, false).unwrap();
    let report = fs::read_to_string(out.join("report.html")).unwrap();
    // The report's own script is one; what a name says never becomes another.
    assert_eq!((report.matches("<script").count(), report.matches("</script>").count()), (1, 1));
    let (before, rest) = report.split_once("<script").unwrap();
    let report = format!("{before}{}", rest.split_once("</script>").unwrap().1);
    assert!(report.contains("&lt;/script&gt;&lt;b&gt;"));
    assert!(!report.contains('\u{202e}'));
    for outside in ["http://", "https://", "url(http", "javascript:", "@import", "<link", "<img", "<iframe"] {
        assert!(!report.contains(outside), "{outside}");
    }
    let pages = fs::read_to_string(out.join("pages.csv")).unwrap();
    assert!(pages.contains("\n'=1+2,"), "{pages}");
}

#[test]
fn the_first_screen_answers_and_the_terminal_too() {
    let (model, _) = model(Gate::default());
    let begins = "Of 21 marks on 3 pages, this search doubts 8: it attributes them to 1 crew of accounts that keep marking the same";
    let report = render(&model);
    let answer = report.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>")).unwrap().0;
    let answer = &answer.replace("<span class=\"date\">", "").replace("</span>", "");
    assert!(answer.starts_with(begins) && answer.ends_with("It does not doubt the other 13."), "{answer}");
    let text = summary::text(&model);
    assert!(text.lines().count() <= summary::LINES);
    assert!(text.lines().all(|l| l.chars().count() <= summary::WIDTH), "{text}");
    assert!(text.replace('\n', " ").starts_with(answer), "{text}");
    let json: serde_json::Value = serde_json::from_str(&summary::json(&model)).unwrap();
    assert_eq!(json["likes"], 21);
}

#[test]
fn an_audit_that_finds_nobody_does_not_say_clean() {
    let (mut audit, log, provenance) = small();
    audit.crews.clear();
    audit.accounts.clear();
    for p in &mut audit.pages {
        (p.hired, p.authentic, p.q) = (0.0, p.likes as f64, None);
        p.crews.clear();
    }
    (audit.totals.hired, audit.totals.authentic) = (0.0, 21.0);
    let model = build_model(&audit, &log, provenance, Gate::default());
    let report = render(&model);
    assert!(report.contains("no crew was found. How small a campaign could have been seen was not measured"));
    assert!(!report.to_lowercase().contains("clean"));
    assert!(summary::text(&model).replace('\n', " ").contains("not measured"));
}

#[test]
fn where_no_crew_is_doubted_what_small_chances_add_up_to_is_said_to_be_that() {
    let (mut audit, log, provenance) = small();
    audit.crews.retain(|c| !c.crew.kinds.called().is_doubted());
    assert_eq!(audit.crews.len(), 1, "the fans");
    audit.pages.iter_mut().for_each(|p| p.crews.retain(|c| *c == 0));
    let model = build_model(&audit, &log, provenance, Gate::default());
    assert_eq!(model.answer.parts.doubted, 8);
    assert!(model.pages.shown.iter().all(|p| p.small_chances));
    let report = render(&model);
    let first_screen = &report[..report.find("id=\"looked-at\"").unwrap()];
    let said = "No crowd was judged to serve unrelated pages together or to have been created together; the small chances that one did add up to 8 marks";
    for words in ["No crew that serves unrelated pages together", "doubted, by small chances alone", said] {
        assert!(first_screen.contains(words), "{words}");
    }
    assert!(!first_screen.contains("this search doubts"), "nobody is said to be");
    assert!(
        report.contains("small chances add up to")
            && report.contains("crowds that stood out and are left alone")
    );
    assert!(!report.contains("Pages that a crew touched"), "they are crowds, no crews");
    assert!(summary::text(&model).replace('\n', " ").contains(said));
}

/// `CLAQUE_SAMPLE=DIR cargo test -p claque-report sample` writes two reports to look at.
#[test]
fn sample_reports_keep_the_contract() {
    let parent = tempfile::tempdir().unwrap();
    let dir = std::env::var_os("CLAQUE_SAMPLE").map_or(parent.path().to_owned(), Into::into);
    let (audit, log, provenance) = claque_report::testing::showcase();
    let model = build_model(&audit, &log, provenance, Gate::default());
    let tables = build_tables(&audit, &log, Gate::default()).unwrap();
    write_audit(&model, &tables, Beside::default(), &dir.join("showcase"), true).unwrap();
    write(&dir.join("hostile"), Gate::default(), true).unwrap();
    for name in ["showcase", "hostile"] {
        assert_eq!(validate(&dir.join(name)), Ok(()), "{name}");
    }
}
