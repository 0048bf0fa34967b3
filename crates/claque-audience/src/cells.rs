//! Rows of cells with their places, whatever file they come from.

/// A sheet: its cells as one text, so that a million rows are a handful of allocations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// The input.
    pub file: String,
    /// The tab of a workbook, or the metric of a saved answer.
    pub tab: Option<String>,
    /// Whether its bytes were read as Windows-1252, being no UTF-8.
    pub western: bool,
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    /// First cell of each row, and its line.
    rows: Vec<(u32, u32)>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(file: &str, tab: Option<&str>) -> Self {
        Self { file: file.to_owned(), tab: tab.map(str::to_owned), ..Self::default() }
    }

    /// Adds a row that stands on this line; false if the sheet is full.
    pub fn push<'a>(&mut self, line: usize, cells: impl IntoIterator<Item = &'a str>) -> bool {
        self.rows.push((self.ends.len() as u32, line as u32));
        for cell in cells {
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
        self.text.len() < u32::MAX as usize && self.ends.len() < u32::MAX as usize
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Cells of a row.
    pub fn width(&self, row: usize) -> usize {
        let end = self.rows.get(row + 1).map_or(self.ends.len(), |r| r.0 as usize);
        end - self.rows[row].0 as usize
    }

    /// A cell; empty beyond the row's end.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.width(row) {
            return "";
        }
        let at = self.rows[row].0 as usize + column;
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        self.text[from..self.ends[at] as usize].trim()
    }

    /// The line on which a row stands.
    pub fn line(&self, row: usize) -> usize {
        self.rows[row].1 as usize
    }

    /// What people call this sheet.
    pub fn name(&self) -> String {
        self.tab.as_ref().map_or_else(|| self.file.clone(), |tab| format!("{} ({tab})", self.file))
    }
}

/// The letter of a column, as spreadsheets name them.
pub(crate) fn letter(column: usize) -> String {
    let mut n = column;
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + (n % 26) as u8));
        if n < 26 {
            return out;
        }
        n = n / 26 - 1;
    }
}

/// A file's name without folders and endings.
pub(crate) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}
