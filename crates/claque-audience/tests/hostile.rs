//! Tables that would mislead: each is read rightly or refused with the cell named.

mod common;

use claque_audience::{Answer, Asked, Place, Request, answer, read};
use claque_log::Fault;
use common::table;

fn made(text: &str) -> Result<Answer, Fault> {
    let audience = read(&[table("t.csv", text)], &Asked::default())?;
    Ok(answer(&audience, Request { home: Place::named("KH"), ..Request::default() }))
}

fn counts(text: &str) -> Vec<(String, f64)> {
    let made = made(text).unwrap();
    let mut of: Vec<(String, f64)> =
        made.pages[0].countries.iter().map(|c| (c.country.clone(), c.new)).collect();
    of.sort_by(|a, b| a.0.cmp(&b.0));
    of
}

fn is(text: &str, want: &[(&str, f64)]) {
    let want: Vec<(String, f64)> = want.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect();
    assert_eq!(counts(text), want, "{text}");
}

/// The fault names file, row, column, and says this.
fn refused(text: &str, row: u64, column: &str, says: &str) {
    let fault = made(text).unwrap_err();
    assert_eq!(fault.file.as_deref(), Some("t.csv"), "{fault}");
    assert_eq!((fault.row, fault.column.as_deref()), (Some(row), Some(column)), "{fault}");
    assert!(fault.what.contains(says), "{fault}");
    assert!(!fault.remedy.is_empty(), "{fault}");
}

#[test]
fn a_total_below_zero_is_refused_and_a_net_loss_is_not() {
    refused("date,country,total\n2021-05-01,KH,10\n2021-05-02,KH,-3\n", 3, "total", "below 0");
    is("date,country,new\n2021-05-01,KH,10\n2021-05-01,IN,-3\n", &[("IN", -3.0), ("KH", 10.0)]);
}

#[test]
fn a_country_twice_is_one_if_alike_and_refused_if_not() {
    is(
        "date,country,new\n2021-05-01,KH,10\n2021-05-01,Cambodia,10\n2021-05-01,IN,4\n",
        &[("IN", 4.0), ("KH", 10.0)],
    );
    refused(
        "date,country,new\n2021-05-01,Myanmar,10\n2021-05-01,Burma,12\n",
        3,
        "new",
        "Myanmar stands twice",
    );
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let a = made("date,country,new\n2021-05-01,KH,10\n2021-05-02,KH,20\n2021-05-01,IN,4\n2021-05-02,IN,5\n")
        .unwrap();
    let b = made("date,country,new\n2021-05-02,IN,5\n2021-05-02,KH,20\n2021-05-01,KH,10\n2021-05-01,IN,4\n")
        .unwrap();
    assert_eq!(a.pages, b.pages);
}

#[test]
fn periods_that_overlap_are_told_and_not_added_up() {
    let made =
        made("start,end,country,new\n2021-05-01,2021-05-31,KH,100\n2021-05-20,2021-06-10,KH,60\n").unwrap();
    let page = &made.pages[0];
    assert_eq!(page.new, 100.0);
    assert!(page.findings.iter().any(|f| f.message == "periods_overlap"), "{:?}", page.findings);
}

#[test]
fn a_total_row_is_no_country() {
    is(
        "date,country,new\n2021-05-01,KH,10\n2021-05-01,IN,4\n2021-05-01,Total,14\n",
        &[("IN", 4.0), ("KH", 10.0)],
    );
    let more = made("date,country,new\n2021-05-01,KH,10\n2021-05-01,IN,4\n2021-05-01,Total,20\n").unwrap();
    assert_eq!(more.pages[0].new, 20.0, "what no country is named for is in the sum");
    let less = made("date,country,new\n2021-05-01,KH,10\n2021-05-01,IN,14\n2021-05-01,Total,20\n").unwrap();
    assert!(less.pages[0].findings.iter().any(|f| f.message == "listed_beyond" && f.contradiction));
}

#[test]
fn thousands_and_digits_of_any_script() {
    is(
        "date;country;new\n2021-05-01;KH;1.234\n2021-05-01;IN;12.345.678\n",
        &[("IN", 12_345_678.0), ("KH", 1_234.0)],
    );
    is(
        "date,country,new\n2021-05-01,KH,\"1,234\"\n2021-05-01,IN,\"12,34,567\"\n",
        &[("IN", 1_234_567.0), ("KH", 1_234.0)],
    );
    is("ថ្ងៃ,ប្រទេស,new\n២០២១-០៥-០១,កម្ពុជា,១២៣៤\n២០២១-០៥-០១,ឥណ្ឌា,៥៦\n", &[("IN", 56.0), ("KH", 1_234.0)]);
    refused("date,country,new\n2021-05-01,KH,12.5\n", 2, "new", "no count");
    refused("date,country,new\n2021-05-01,KH,1e5\n", 2, "new", "no count");
}

#[test]
fn what_is_no_country_or_no_date_is_refused() {
    refused("date,country,new\n2021-05-01,Narnia,10\n", 2, "country", "`Narnia`");
    refused("date,country,new\n2021-05-01,,10\n", 2, "country", "without a country");
    refused("date,country,new\nsoon,KH,10\n", 2, "date", "`soon`");
    refused("date,country,new\n2021-02-30,KH,10\n", 2, "date", "no date");
    refused("start,end,country,new\n2021-05-09,2021-05-01,KH,10\n", 2, "end", "before it begins");
}

#[test]
fn a_day_and_a_month_are_told_apart_by_the_column_or_asked_for() {
    is("date,country,new\n03/04/2021,KH,10\n13/04/2021,KH,10\n", &[("KH", 20.0)]);
    refused("date,country,new\n03/04/2021,KH,10\n04/04/2021,KH,10\n", 2, "date", "can be two days");
    refused("date,country,new\n13/04/2021,KH,10\n04/13/2021,KH,10\n", 3, "date", "another order");
}

#[test]
fn what_is_no_table_of_counts_says_so() {
    for text in ["a,b,c\n1,2,3\n", "hello\n", "{\"x\":1}", "   \n"] {
        let fault = made(text).unwrap_err();
        assert!(!fault.remedy.is_empty() && fault.file.is_some(), "{text}: {fault}");
    }
    let swallowed = format!("date,country,new\n2021-05-01,\"KH,10\n{}", "2021-05-02,KH,10\n".repeat(60));
    assert!(made(&swallowed).unwrap_err().what.contains("quote"), "a quote swallows nothing in silence");
}

#[test]
fn random_bytes_and_cuts_never_panic() {
    let good =
        "page,date,country,new,total\nx,2021-05-01,KH,\"1,234\",5\nx,2021-05-02,IN,(7),9k\n".as_bytes();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..3_000 {
        let mut bytes = good.to_vec();
        for _ in 0..6 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (state >> 33) as usize % bytes.len();
            bytes[at] = (state >> 20) as u8;
        }
        let input = claque_log::Whole { name: "t".into(), content: bytes, ..claque_log::Whole::default() };
        if let Ok(audience) = read(&[input], &Asked::default()) {
            let _ = answer(&audience, Request::default());
        }
    }
}

fn notes(text: &str, asked: &Asked) -> Vec<(String, String)> {
    let found = read(&[table("t.csv", text)], asked).unwrap().notes;
    let columns =
        |f: &claque_audience::Finding| f.texts.iter().find(|t| t.0 == "columns").map(|t| t.1.clone());
    found.iter().map(|f| (f.message.clone(), columns(f).unwrap_or_default())).collect()
}

#[test]
fn what_was_taken_or_left_is_told() {
    let text = "date,country,likes,remark\n2021-05-01,KH,10,x\n2021-05-01,IN,4,\n";
    let told = |m: &str, c: &str| (m.to_owned(), c.to_owned());
    let want = [told("read_as_new", "`likes`"), told("unread", "`remark`")];
    assert_eq!(notes(text, &Asked::default()), want);
    let new = Asked { counts: Some(claque_audience::Measure::New), ..Asked::default() };
    assert_eq!(notes(text, &new), want[1..]);
    // Beside new likes, likes are those that stand.
    let both = "date,country,likes,new likes\n2021-05-01,KH,1000,10\n2021-05-01,IN,40,4\n";
    assert_eq!(notes(both, &Asked::default()), [told("read_as_total", "`likes`")]);
    is(both, &[("IN", 4.0), ("KH", 10.0)]);
    let wide = "date,KH,IN\n2021-05-01,10,4\n";
    assert_eq!(notes(wide, &Asked::default()), [told("wide_as_new", "")]);
    let by_content = "when,place,new\n2021-05-01,KH,10\n2021-05-02,KH,20\n2021-05-02,Narnia,4\n";
    assert!(made(by_content).is_err(), "a country that is not known is no country by its content");
    let by_content = by_content.replace("Narnia", "India");
    assert_eq!(notes(&by_content, &Asked::default()), [told("by_content", "`when`, `place`")]);
    is(&by_content, &[("IN", 4.0), ("KH", 30.0)]);
}

#[test]
fn a_country_that_is_not_known_is_not_lost_from_a_wide_table() {
    refused("date,KH,IN,Narnia\n2021-05-01,10,4,7\n2021-05-02,10,4,3\n", 1, "Narnia", "no country");
    refused("date,KH,IN,\n2021-05-01,10,4,7\n2021-05-02,10,4,3\n", 1, "D", "no name");
    refused("country,2021-05-01,2021-05-02,2021-05-33\nKH,10,4,7\nIN,10,4,3\n", 1, "2021-05-33", "no date");
    is(",date,KH,IN,remark\n0,2021-05-01,10,4,a\n1,2021-05-02,10,4,b\n", &[("IN", 8.0), ("KH", 20.0)]);
}

#[test]
fn totals_that_would_be_read_as_new_marks_are_refused() {
    let rows = |of: &dyn Fn(usize) -> usize| {
        let row =
            |t: usize| format!("2021-05-{:02},KH,{}\n2021-05-{:02},IN,{}\n", t + 1, of(t), t + 1, of(t) / 7);
        (0..14).map(row).collect::<String>()
    };
    let standing = rows(&|t| 5_000 + 40 * t + t % 3);
    let coming = rows(&|t| 400 + 97 * (t * 5 % 7));
    let says = |head: &str, rows: &str| {
        let text = format!("date,country,{head}\n{rows}");
        made(&text).err().map(|f| f.what)
    };
    assert!(says("likes", &standing).is_some_and(|w| w.contains("hardly ever fall")));
    assert!(says("followers", &coming).is_some_and(|w| w.contains("rise and fall")));
    for (head, rows) in
        [("likes", &coming), ("followers", &standing), ("new", &standing), ("total", &standing)]
    {
        assert_eq!(says(head, rows), None, "{head}");
    }
    let text = format!("date,country,likes\n{standing}");
    let asked = Asked { counts: Some(claque_audience::Measure::Total), ..Asked::default() };
    let of = read(&[table("t.csv", &text)], &asked).unwrap();
    assert_eq!(of.pages[0].from, Some(claque_audience::Measure::Total));
}

#[test]
fn khmer_names_of_columns() {
    let same = |head: &str, want: &[(&str, f64)]| {
        is(&format!("{head}\n២០២១-០៥-០១,កម្ពុជា,១០\n២០២១-០៥-០១,ឥណ្ឌា,៤\n"), want);
    };
    for date in ["ថ្ងៃ", "កាលបរិច្ឆេទ", "តារីខ", "ថ្ងៃខែឆ្នាំ"]
    {
        for new in ["ចំនួន", "ចូលចិត្តថ្មី", "ការចូលចិត្តថ្មី", "ថ្មី", "កំណើន", "អ្នកតាមដានថ្មី"]
        {
            same(&format!("{date},ប្រទេស,{new}"), &[("IN", 4.0), ("KH", 10.0)]);
        }
    }
    is("ចាប់ផ្តើម,បញ្ចប់,ប្រទេស,ថ្មី\n១ ឧសភា ២០២១,៧ ឧសភា ២០២១,កម្ពុជា,១០\n", &[("KH", 10.0)]);
    is("ថ្ងៃ,ឈ្មោះទំព័រ,ប្រទេស,អ្នកតាមដានសរុប\n២០២១-០៥-០១,ក,កម្ពុជា,១០០\n២០២១-០៥-០២,ក,កម្ពុជា,១៣០\n", &[("KH", 30.0)]);
    is("ថ្ងៃ,ប្រទេស,បានទទួល,បាត់បង់\n២០២១-០៥-០១,កម្ពុជា,១០០,៤\n", &[("KH", 100.0)]);
    is("ថ្ងៃ,កម្ពុជា,ឥណ្ឌា\n២០២១-០៥-០១,១០,៤\n", &[("IN", 4.0), ("KH", 10.0)]);
}

#[test]
fn a_list_loses_no_line_in_silence() {
    let fault = made("Cambodia 157,331\nNarnia 12\nIndia 255,692\n").unwrap_err();
    assert!(fault.what.contains("`Narnia`") && fault.row == Some(2), "{fault}");
    let text = "Likes in 2016\nCambodia 157,331\nIndia 255,692\nNarnia 12\n";
    let told = read(&[table("t.csv", text)], &Asked::default()).unwrap().notes;
    let line = told.iter().find(|n| n.message == "pasted_left_out").and_then(|n| n.texts.last()).unwrap();
    assert_eq!(line.1, "Narnia 12", "the end of the list before what stands over it");
}

#[test]
fn headers_that_nearly_fit_say_what_they_lack() {
    refused("date,KH,KH,IN,IN\n,new,total,new,total\n2021-05-01,1,2,3,4\n", 2, "KH", "names columns");
    let lacks = |text: &str, says: &str| {
        let fault = made(text).unwrap_err();
        assert!(fault.what.contains(says) && fault.row.is_some(), "{fault}");
    };
    lacks("when,place,views\n2021-05-01,KH,1\n2021-05-02,KH,1\n2021-05-03,IN,1\n", "`views`");
    lacks("Land;Anzahl\nCambodia;4\n", "`Anzahl`");
    let two = made("date,country,new\n2021-05-01,Narnia,1\n2021-05-02,Atlantis,1\n").unwrap_err();
    assert!(two.what.contains("`Narnia`") && two.what.contains("`Atlantis`"), "{two}");
    let no_date = made("country,new\nKH,1\nIN,1\nKH,2\n").unwrap_err();
    assert!(no_date.remedy[0].contains("`date`"), "{no_date}");
}

#[test]
fn days_inside_a_month_are_not_taken_for_it() {
    let text = "period,country,new\n2021-01,KH,900\n2021-01-04,KH,10\n2021-01-05,KH,11\n2021-02,KH,800\n";
    let page = made(text).unwrap().pages.remove(0);
    assert_eq!(page.new, 1_700.0, "the periods that hold most days");
    assert!(page.findings.iter().any(|f| f.message == "periods_overlap"));
    let years = made("year,country,new\n2019,KH,10\n2020,KH,20\n").unwrap().pages.remove(0);
    assert_eq!((years.new, years.start, years.end), (30.0, Some(17_897), Some(18_627)));
}

#[test]
fn what_no_row_tells_is_told() {
    let text = "date,country,new\n2021-05-01,KH,10\n2021-05-02,KH,12\n2021-05-09,KH,9\n2021-05-12,KH,9\n";
    let page = made(text).unwrap().pages.remove(0);
    let gap = page.findings.iter().find(|f| f.message == "days_missing").unwrap();
    assert_eq!((common::number(gap, "days"), common::number(gap, "n")), (8.0, 2.0));
    let row = |t: u32, c: &str, n: u32| format!("2021-05-{:02},{c},{n}\n", t + 1);
    let rows: String = (0..24)
        .map(|t| row(t, "KH", 40 + t % 3) + &if t > 15 { row(t, "IN", 7) } else { String::new() })
        .collect();
    let page = made(&format!("date,country,new\n{rows}")).unwrap().pages.remove(0);
    let short = page.findings.iter().find(|f| f.message == "country_short").unwrap();
    assert_eq!((short.texts[0].1.as_str(), common::number(short, "gained")), ("IN", 56.0));
}

#[test]
fn youtubes_subscribers_beside_gains_and_losses_are_not_totals() {
    let rows: String =
        (1..15).map(|d| format!("2021-05-{d:02},KH,{},{},3,900\n", 4 + d % 3, 7 + d % 3)).collect();
    let text = format!("Date,Geography,Subscribers,Subscribers gained,Subscribers lost,Views\n{rows}");
    assert_eq!(notes(&text, &Asked::default()), [("unread".to_owned(), "`Subscribers`, `Views`".to_owned())]);
}

#[test]
fn no_cell_is_lost_in_silence() {
    // Thousands parted by what parts the cells.
    refused("date,country,new\n2021-05-01,KH,1,234\n2021-05-01,IN,5\n", 2, "D", "beyond the 3");
    is("date,country,new\n2021-05-01,KH,1234,,\n", &[("KH", 1_234.0)]);
    refused("country,new,\nKH,1,234\nIN,5,\n", 1, "C", "no name");
    // Merged cells stand in their first row.
    refused("date,country,new\n2021-05-01,KH,4\n,IN,5\n", 3, "date", "without a date");
    refused("page,date,country,new\nA,2021-05-01,KH,4\n,2021-05-02,KH,5\n", 3, "page", "without a page");
    refused("country,date,new\nKH,2021-05-01,4\n,2021-05-02,5\n", 3, "country", "without a country");
    // A sum below the days.
    let text = "date,KH,IN\n2021-05-01,4,5\n2021-05-02,6,5\nTotal,10,10\n";
    is(text, &[("IN", 10.0), ("KH", 10.0)]);
    assert!(notes(text, &Asked::default()).iter().any(|n| n.0 == "sum_rows"));
    let few = &made(text).unwrap().pages[0];
    assert_eq!(
        few.in_periods.iter().map(|p| p.new).sum::<f64>(),
        few.new,
        "periods with few marks from home too"
    );
    refused("date,country,new\n2021-05-01,KH,4.125\n2021-05-02,KH,4.12\n", 3, "new", "`4.12`");
    let json = r#"[{"date":"2021-05-01","country":"KH","new":4.125}]"#;
    let fault = read(&[table("t.json", json)], &Asked::default()).unwrap_err();
    assert!(fault.what.contains("no count"), "a number of a file has no thousands apart: {fault}");
}

#[test]
fn no_more_than_came_is_unexplained() {
    let months = ["05", "06", "07", "08", "09"].map(|m| format!("2021-{m},KH,3\n2021-{m},IN,200\n"));
    let page = &made(&format!("month,country,new\n{}", months.concat())).unwrap().pages[0];
    assert_eq!(page.in_periods.len(), 5);
    for p in &page.in_periods {
        assert_eq!((p.new, p.unexplained.high), (203.0, 203.0), "{:?}", p.unexplained);
    }
    assert!(page.assumptions.iter().all(|a| a.expected.low >= 0.0 && a.share.high <= 1.0));
}

#[test]
fn days_that_are_not_over_are_refused_or_told() {
    let rows = "date,country,new\n2021-05-01,KH,10\n2021-05-02,KH,11\n2099-05-03,KH,12\n";
    refused(rows, 4, "date", "2099-05-03 lies in the future");
    refused("country,2021-05-01,2099-05-02\nKH,10,11\n", 1, "2099-05-02", "lies in the future");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let (today, day) = ((now.as_secs() / 86_400) as i32, claque_audience::said);
    let ahead = claque_audience::Span { start: today + 10, end: today + 20 };
    let period = Asked { period: Some(ahead), ..Asked::default() };
    let fault = read(&[table("t.csv", "country,new\nKH,10\n")], &period).unwrap_err();
    assert!(fault.what.contains(&day(today + 10)), "{fault}");
    // Where most days lie there it is rather the clock that is wrong.
    let text = "date,country,new\n2099-05-01,KH,10\n2099-05-02,KH,11\n2021-05-03,KH,12\n";
    let told = |text: &str, message: &str| {
        let audience = read(&[table("t.csv", text)], &Asked::default()).unwrap();
        audience.notes.iter().any(|f| f.message == message)
    };
    assert!(told(text, "future"));
    let month = format!("start,end,country,new\n{},{},KH,10\n", day(today - 10), day(today + 20));
    assert!(told(&month, "unfinished"));
    assert!(!told("date,country,new\n2021-05-01,KH,10\n", "unfinished"));
}
