//! The programs in `programs/`, put into constants as they are compiled: without the comments at their ends, which say what a
//! search of them must find.

/// Where those comments begin.
const END: &[u8] = b"\n# search";

/// How many bytes of a file are its program.
const fn length(file: &[u8]) -> usize {
    let mut at = 0;
    while at + END.len() <= file.len() {
        let mut same = 0;
        while same < END.len() && file[at + same] == END[same] {
            same += 1;
        }
        if same == END.len() {
            // The sentence above them belongs to them.
            let mut end = at;
            while end > 0 && !(file[end - 1] == b'\n' && file[end] == b'\n') {
                end -= 1;
            }
            return end;
        }
        at += 1;
    }
    file.len()
}

/// The program in a file.
pub const fn program_in(file: &'static str) -> &'static str {
    let (program, _) = file.as_bytes().split_at(length(file.as_bytes()));
    match std::str::from_utf8(program) {
        Ok(program) => program,
        Err(_) => panic!("a file is cut before a line"),
    }
}

/// How many bytes a text has between the quotation marks of JSON.
pub const fn length_in_json(text: &str) -> usize {
    let (bytes, mut at, mut length) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        length += if is_escaped(bytes[at]) { 2 } else { 1 };
        at += 1;
    }
    length
}

const fn is_escaped(byte: u8) -> bool {
    assert!(byte >= b' ' || byte == b'\n', "no other control character");
    matches!(byte, b'\n' | b'"' | b'\\')
}

/// A text as it stands between the quotation marks of JSON.
pub const fn in_json<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let (bytes, mut from, mut to) = (text.as_bytes(), 0, 0);
    let mut json = [0; LENGTH];
    while from < bytes.len() {
        if is_escaped(bytes[from]) {
            json[to] = b'\\';
            json[to + 1] = if bytes[from] == b'\n' {
                b'n'
            } else {
                bytes[from]
            };
            to += 2;
        } else {
            json[to] = bytes[from];
            to += 1;
        }
        from += 1;
    }
    json
}

/// The program in a file of `programs/`.
macro_rules! program {
    ($file:literal) => {
        $crate::lessons::explore::programs::program_in(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/lessons/explore/programs/",
            $file
        )))
    };
}
pub(in crate::lessons) use program;

/// The parameters that set it, and no other, as the JSON of a preset.
macro_rules! params {
    ($file:literal) => {{
        use $crate::lessons::explore::programs::{in_json, length_in_json, program};
        const PROGRAM: &str = program!($file);
        const BEGIN: &str = "{\"program\": \"";
        const END: &str = "\"}";
        const LENGTH: usize = length_in_json(PROGRAM);
        const WHOLE: [u8; BEGIN.len() + LENGTH + END.len()] = {
            let inner: [u8; LENGTH] = in_json(PROGRAM);
            let mut whole = [0; BEGIN.len() + LENGTH + END.len()];
            whole
                .split_at_mut(BEGIN.len())
                .0
                .copy_from_slice(BEGIN.as_bytes());
            let (_, rest) = whole.split_at_mut(BEGIN.len());
            let (middle, end) = rest.split_at_mut(LENGTH);
            middle.copy_from_slice(&inner);
            end.copy_from_slice(END.as_bytes());
            whole
        };
        match std::str::from_utf8(&WHOLE) {
            Ok(text) => text,
            Err(_) => panic!("what is UTF-8 stays it"),
        }
    }};
}
pub(in crate::lessons) use params;
