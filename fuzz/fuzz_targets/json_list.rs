#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| claque_fuzz::check(&claque_fuzz::begun("json_list", bytes)));
