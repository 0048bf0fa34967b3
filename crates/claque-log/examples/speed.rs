//! How fast a log is read: `speed FILE [--accounts FILE] [--pages FILE]`.

use claque_log::{Input, Request, read};
use claque_marks::Silent;

fn main() {
    let mut request = Request::default();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--accounts") => request.accounts = arguments.next().map(Into::into),
            Some("--pages") => request.pages = arguments.next().map(Into::into),
            Some("-") => request.inputs.push(Input::Stdin),
            _ => request.inputs.push(Input::Path(argument.into())),
        }
    }
    let begun = std::time::Instant::now();
    match read(&request, &Silent) {
        Ok(reading) => {
            let seconds = begun.elapsed().as_secs_f64();
            println!("{seconds:.2} s, {:.2} M rows/s", reading.ledger.lines_in as f64 / seconds / 1e6);
            println!("{:?}", reading.ledger);
            for column in &reading.mapping.columns {
                println!("{}: {} ({}), {} distinct", column.role, column.column, column.why, column.distinct);
            }
            reading.warnings.iter().for_each(|w| println!("{w}"));
            // The most memory that was ever held, where the system tells.
            if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
                status.lines().filter(|l| l.starts_with("VmHWM")).for_each(|l| println!("{l}"));
            }
        }
        Err(fault) => eprintln!("{fault}"),
    }
}
