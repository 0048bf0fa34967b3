//! Workbooks of Excel and LibreOffice.

mod common;

use std::io::Write;

use common::*;

/// A workbook of parts.
fn book(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of Excel: by sheet its name, whether it is hidden, its rows.
fn xlsx(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut listed, mut related) = (String::new(), String::new());
    for (n, (name, hidden, _)) in sheets.iter().enumerate() {
        let state = if *hidden { " state=\"hidden\"" } else { "" };
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{n}\"{state} r:id=\"r{n}\"/>");
        related += &format!(
            "<Relationship Id=\"r{n}\" Type=\"{KINDS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
    }
    let workbook = format!("<workbook {MAIN}><sheets>{listed}</sheets></workbook>");
    let related = format!("<Relationships>{related}</Relationships>");
    let root = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{KINDS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let styles = format!(
        "<styleSheet {MAIN}><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
    );
    let parts = sheets.iter().enumerate().map(|(n, (_, _, rows))| {
        let rows = format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
        (format!("xl/worksheets/sheet{n}.xml"), rows)
    });
    let parts: Vec<(String, String)> = parts.collect();
    let mut all = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &related),
        ("xl/styles.xml", &styles),
    ];
    all.extend(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    book(&all)
}

/// A workbook of LibreOffice: by sheet its name, whether it is hidden, its rows.
fn ods(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    let table = |(name, hidden, rows): &(&str, bool, &str)| {
        let style = if *hidden { "ta2" } else { "ta1" };
        format!("<table:table table:name=\"{name}\" table:style-name=\"{style}\">{rows}</table:table>")
    };
    let style = |name: &str, shown: bool| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\"><style:table-properties table:display=\"{shown}\"/></style:style>"
        )
    };
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:calcext=\"c\"><office:automatic-styles>{}{}</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>",
        style("ta1", true),
        style("ta2", false),
        sheets.iter().map(table).collect::<String>()
    );
    book(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}

/// A sheet with a line of one value, as covers have.
const COVER: &str = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";

/// A cell of Excel that holds a text.
fn text(at: &str, t: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{t}</t></is></c>")
}

/// A cell of LibreOffice that does.
fn cell(t: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>")
}

#[test]
fn workbooks_are_tables_with_cambodian_names_and_dates() {
    let rows = [
        format!("<row r=\"1\">{}</row>", text("A1", "Report of May")),
        format!("<row r=\"3\">{}{}{}</row>", text("A3", "account"), text("B3", "page"), text("D3", "time")),
        format!(
            "<row r=\"4\"><c r=\"A4\"><v>7</v></c>{}<c r=\"D4\" s=\"1\"><v>44317.5</v></c></row>",
            text("B4", "ហ៊ុន សែន")
        ),
        format!(
            "<row r=\"5\"><c r=\"A5\"><v>1.01421E+18</v></c>{}<c r=\"D5\" s=\"1\"><v>44317.5</v></c></row>",
            text("B5", "p")
        ),
        format!(
            "<row r=\"8\">{}{}<c r=\"D8\" s=\"1\"><v>44317.75</v></c></row>",
            text("A8", "b"),
            text("B8", "a &amp; b")
        ),
    ];
    let reading = read_as("log", xlsx(&[("Likes", false, &rows.concat())]), |_| {}).unwrap();
    assert_eq!(reading.log.names.pages, ["a & b", "ហ៊ុន សែន"]);
    assert_eq!(reading.log.names.accounts, ["7", "b"]);
    assert_eq!((reading.ledger.used, reading.ledger.blank, reading.ledger.rejected), (2, 2, 1));
    assert_eq!(
        (reading.rejected.first[0].line, reading.rejected.first[0].column.as_deref()),
        (5, Some("account"))
    );
    let noon = 1_619_870_400_000_000; // 2021-05-01T12:00:00Z
    assert_eq!(reading.mapping.first, Some(noon));
    assert_eq!(reading.mapping.last, Some(noon + 6 * 3_600_000_000));
    assert_eq!(reading.inputs[0].format, "XLSX, sheet `Likes`");

    let date = |d: &str| {
        format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{d}\"><text:p>01.05.21</text:p></table:table-cell>"
        )
    };
    let rows = [
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>".to_owned(),
        format!("<table:table-row>{}{}<table:table-cell table:number-columns-repeated=\"3\"/>{}</table:table-row>", cell("account"), cell("page"), cell("time")),
        format!("<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell>{}<table:table-cell table:number-columns-repeated=\"3\"/>{}</table:table-row>", cell("ហ៊ុន<text:s/>សែន"), date("2021-05-01T12:00:00")),
        format!("<table:table-row table:number-rows-repeated=\"3\">{}{}<table:table-cell table:number-columns-repeated=\"3\"/>{}</table:table-row>", cell("b"), cell("a &amp; b"), date("2021-05-01T18:00:00")),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    let file = ods(&[("Notes", false, COVER), ("Likes", false, &rows.concat())]);
    let other = read_as("log", &file, |r| r.sheet = Some("Likes".into())).unwrap();
    assert_eq!((&other.log.names, &other.log.columns.time), (&reading.log.names, &reading.log.columns.time));
    assert_eq!((other.ledger.used, other.ledger.repeats), (2, 2));
    assert_eq!(other.inputs[0].format, "ODS, sheet `Likes` (--sheet NAME reads another: `Notes`)");
    let first = read_as("log", &file, |_| {}).unwrap_err();
    assert!(
        first.what.contains("no row of the sheet `Notes`") && first.remedy[0].contains("`Likes`"),
        "{first}"
    );
    let none = read_as("log", &file, |r| r.sheet = Some("Dislikes".into())).unwrap_err();
    assert!(none.remedy[0].contains("`Notes`; `Likes`"), "{none}");
    let zip = read_as("log", book(&[("a.csv", "account,page\n")]), |_| {}).unwrap_err();
    assert!(zip.what.contains("no workbook"), "{zip}");
}

#[test]
fn workbooks_that_unpack_without_end_are_refused_at_once() {
    let begun = std::time::Instant::now();
    let blanks = " ".repeat(200 << 20);
    let bomb =
        read_as("log", xlsx(&[("Likes", false, &format!("<row r=\"1\"/>{blanks}"))]), |_| {}).unwrap_err();
    assert!(bomb.what.contains("bomb"), "{bomb}");
    // One cell said a million times a million times costs no memory.
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell></table:table-row>";
    assert!(
        read_as("log", ods(&[("Notes", false, COVER), ("Likes", false, row)]), |r| r.sheet =
            Some("Likes".into()))
        .is_err()
    );
    let far = "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert!(read_as("log", xlsx(&[("Likes", false, far)]), |_| {}).is_err());
    assert!(begun.elapsed().as_secs() < 60);
}

#[test]
fn a_sheet_that_is_hidden_is_not_the_one_that_is_meant() {
    let header = format!("<row r=\"1\">{}{}</row>", text("A1", "account"), text("B1", "page"));
    let row = |n: usize| {
        format!("<row r=\"{n}\">{}{}</row>", text(&format!("A{n}"), "a"), text(&format!("B{n}"), "p"))
    };
    let (two, three) = (header.clone() + &row(2), header + &row(2) + &row(3));
    let excel = xlsx(&[("Lookup", true, &two), ("Likes", false, &three), ("More", false, &two)]);
    let header = format!("<table:table-row>{}{}</table:table-row>", cell("account"), cell("page"));
    let row = format!("<table:table-row>{}{}</table:table-row>", cell("a"), cell("p"));
    let (two, three) = (header.clone() + &row, header + &row + &row);
    let libre = ods(&[("Lookup", true, &two), ("Likes", false, &three), ("More", false, &two)]);
    for (file, kind) in [(excel, "XLSX"), (libre, "ODS")] {
        let reading = read_as("log", &file, |_| {}).unwrap();
        assert_eq!(reading.ledger.lines_in, 2, "{kind}");
        let said = format!("{kind}, sheet `Likes` (--sheet NAME reads another: `Lookup`, hidden; `More`)");
        assert_eq!(reading.inputs[0].format, said);
        let asked = read_as("log", &file, |r| r.sheet = Some("Lookup".into())).unwrap();
        assert_eq!(asked.ledger.lines_in, 1);
    }
}

#[test]
fn an_error_of_a_formula_is_no_name() {
    let wrong = "<c r=\"A3\" t=\"e\"><v>#N/A</v></c>";
    let rows = [
        format!("<row r=\"1\">{}{}</row>", text("A1", "account"), text("B1", "page")),
        format!("<row r=\"2\">{}{}</row>", text("A2", "a"), text("B2", "p")),
        format!("<row r=\"3\">{wrong}{}</row>", text("B3", "p")),
    ];
    let excel = xlsx(&[("Likes", false, &rows.concat())]);
    let wrong = "<table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell>";
    let rows = [(cell("account"), "page"), (cell("a"), "p"), (wrong.to_owned(), "p")];
    let row = |(a, p): (String, &str)| format!("<table:table-row>{a}{}</table:table-row>", cell(p));
    let libre = ods(&[("Likes", false, &rows.map(row).concat())]);
    for file in [excel, libre] {
        let reading = read_as("log", file, |_| {}).unwrap();
        assert_eq!((reading.log.names.accounts.concat(), reading.ledger.rejected), ("a".to_owned(), 1));
        assert!(reading.rejected.first[0].reason.contains("an error of the spreadsheet"));
    }
}
