//! The lesson background-zip: its archive is one that others open, and the main program goes on.

use crate::common::file;
use crate::harness::tests;
use manyhands::contract::What;
use manyhands::pi::philox::Words;
use manyhands::{Error, Record, Request, Run};
use rawzip::{CompressionMethod, ZipArchive};
use serde_json::{Value, json};
use std::io::Read;

async fn run(params: Value) -> Run {
    match manyhands::run(Request::new("background-zip", params.clone()), |_| {}).await {
        Ok(run) => run,
        Err(error) => panic!("{params}: {error}"),
    }
}

/// The CRC-32 of PKZIP, bit by bit, as its definition says.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// The one file of the run's one archive, after a look whether the record tells the truth.
fn unzipped(run: &Run, name: &str) -> Vec<u8> {
    let Record {
        result, artifacts, ..
    } = &run.record;
    let [archive] = run.artifacts.as_slice() else {
        panic!("{} artifacts", run.artifacts.len());
    };
    assert_eq!(archive.info, artifacts[0]);
    assert_eq!(archive.info.name, format!("{name}.zip"));
    assert_eq!(archive.info.media_type, "application/zip");
    assert_eq!(archive.info.size, archive.bytes.len() as u64);
    assert_eq!(result["archive_bytes"], archive.info.size);

    let opened = ZipArchive::from_slice(&archive.bytes).expect("an archive");
    let mut entries = opened.entries();
    let entry = entries.next_entry().expect("readable").expect("an entry");
    assert_eq!(entry.file_path().as_ref(), name.as_bytes());
    assert_eq!(entry.compression_method(), CompressionMethod::DEFLATE);
    let compressed = opened.get_entry(entry.wayfinder()).expect("an entry");
    let decoder = flate2::read::DeflateDecoder::new(compressed.data());
    let mut bytes = Vec::new();
    compressed
        .verifying_reader(decoder)
        .read_to_end(&mut bytes)
        .expect("what the CRC says");
    assert!(entries.next_entry().expect("readable").is_none());

    assert_eq!(result["original_bytes"], bytes.len());
    assert_eq!(result["crc32"], crc32(&bytes));
    bytes
}

/// What no compression makes smaller.
fn noise(bytes: usize) -> Vec<u8> {
    Words::new(7)
        .flat_map(u32::to_le_bytes)
        .take(bytes)
        .collect()
}

async fn refused(params: Value) -> String {
    match crate::common::run("background-zip", params.clone()).await {
        Err(error @ Error::InvalidParameter { .. }) => {
            assert_eq!(error.parameter(), Some("file"));
            error.to_string()
        }
        other => panic!("{params}: {other:?}"),
    }
}

tests! {
    #[needs = "shared memory"]
    async fn the_archive_holds_the_text_and_nothing_else() {
        // The check value of this CRC.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let long = "many hands make light work, ".repeat(20_000);
        for (name, text) in [("mydata.txt", "123456789"), ("empty", ""), ("Ærø 手.txt", "手\r\n\u{0}"), (".a b", &long)] {
            let run = run(json!({"file_name": name, "text": text})).await;
            assert_eq!(unzipped(&run, name), text.as_bytes());
            assert_eq!(run.record.params["text"], text);
        }
    }

    #[needs = "shared memory"]
    async fn the_lessons_own_text_has_as_many_lines_as_it_is_told() {
        for lines in [0, 1, 3, 5_000] {
            let run = run(json!({"lines": lines})).await;
            let text = String::from_utf8(unzipped(&run, "mydata.txt")).expect("UTF-8");
            assert_eq!(text.len(), 41 * lines, "as the parameter's description says");
            assert_eq!(text.lines().count(), lines);
            for (number, line) in text.lines().enumerate() {
                assert_eq!(line, format!("line {:07}: many hands make light work", number + 1));
            }
        }
    }

    #[needs = "shared memory"]
    async fn the_same_file_gives_the_same_archive() {
        let archives = [run(json!({"lines": 20_000})).await, run(json!({"lines": 20_000})).await];
        assert_eq!(archives[0].artifacts, archives[1].artifacts);
    }

    #[needs = "shared memory"]
    async fn the_main_program_goes_on_while_the_thread_zips() {
        let mut zipped_us = None;
        let request = Request::new("background-zip", json!({"lines": 300_000, "line_every_ms": 1}));
        let run = manyhands::run(request, |batch| {
            // The thread's last state: it waits for the end of the run.
            for event in batch {
                if event.worker == 1 && matches!(event.what, What::Wait { .. }) {
                    zipped_us = Some(event.t_us);
                }
            }
        });
        let Record { result, output, metrics, .. } = run.await.expect("a run").record;
        let lines = result["foreground_lines_meanwhile"].as_u64().expect("a number");
        // Twelve million bytes take a hundred times as long as a line.
        assert!(lines >= 2, "{result}");
        assert_eq!(metrics["answer"], 2);
        let goes_on: Vec<_> = output.iter().filter(|line| line.text.starts_with("the main program goes on")).collect();
        assert!(goes_on.iter().all(|line| line.worker == 0));
        // The clocks of two workers differ a little, and the count is of times on them.
        let zipped_us = zipped_us.expect("an end");
        let before = goes_on.iter().filter(|line| line.t_us < zipped_us).count() as u64;
        assert!(before.abs_diff(lines) <= 1, "{before} lines by the events, {lines} by the result");
        assert_eq!(goes_on[0].text, "the main program goes on: line 1");
    }

    #[needs = "shared memory"]
    async fn a_file_goes_before_a_text_and_travels_beside_the_parameters() {
        let noise = noise(1_000_000);
        let name = file("noise.bin", &noise, 1);
        let run = run(json!({"file": name, "text": "not this", "file_name": "noise.bin"})).await;
        assert_eq!(unzipped(&run, "noise.bin"), noise);
        assert_eq!(run.record.params["file"], name);
        let record = serde_json::to_string(&run.record).expect("JSON");
        assert!(record.len() < 50_000, "the record has {} bytes", record.len());
    }

    #[needs = "shared memory"]
    async fn a_file_that_is_missing_or_too_large_is_refused_by_name() {
        let said = refused(json!({"file": ""})).await;
        assert!(said.contains("a file that can be read, of at most 100000000 bytes"), "{said}");
        let said = refused(json!({"file": "no-such-file.bin"})).await;
        assert!(said.contains("no-such-file.bin") && said.contains("at most 100000000 bytes"), "{said}");

        let part = vec![0; 1_000_000];
        let said = refused(json!({"file": file("large.bin", &part, 101)})).await;
        assert!(said.contains("large.bin") && said.contains("101000000 bytes"), "{said}");
        // The next run works, and the largest file that is allowed is no trouble.
        let run = run(json!({"file": file("large.bin", &part, 100)})).await;
        assert_eq!(run.record.result["original_bytes"], 100_000_000);
    }

    #[needs = "shared memory"]
    async fn a_stop_is_heard_between_two_parts() {
        let request = Request::new("background-zip", json!({"lines": 2_000_000}));
        let cancel = request.cancel.clone();
        let mut told = None;
        let ended = manyhands::run(request, |batch| {
            for event in batch {
                if let What::Progress { done, total, unit, .. } = event.what {
                    assert_eq!((total, &*unit), (82_000_000.0, "bytes"));
                    told.get_or_insert(done);
                    cancel.set();
                }
            }
        });
        assert_eq!(ended.await.expect_err("a stop").kind(), "cancelled");
        assert!(told.expect("progress") < 82_000_000.0);
        assert!(!manyhands::engine_is_lost());
        assert_eq!(unzipped(&run(json!({"text": "again"})).await, "mydata.txt"), b"again");
    }

    #[needs = "shared memory"]
    async fn it_runs_as_a_program_of_a_pool() {
        let programs = json!([
            {"lesson": "background-zip", "params": {"text": "123456789"}},
            {"lesson": "background-zip", "params": {"file": "no-such-file"}},
        ]);
        let record = crate::common::record("pool-programs", json!({"programs": programs, "workers": 1})).await;
        let ran = &record.result["programs"];
        let said = |program: usize| ran[program]["output"].to_string();
        assert_eq!((&ran[0]["exit"], &ran[1]["exit"]), (&json!(0), &json!(2)), "{ran}");
        assert!(said(0).contains("9 bytes became") && said(0).contains("CRC cbf43926"), "{ran}");
        assert!(said(1).contains("parameter file of background-zip"), "{ran}");
    }

    #[cfg(not(target_family = "wasm"))]
    async fn a_folder_is_no_file() {
        let said = refused(json!({"file": env!("CARGO_TARGET_TMPDIR")})).await;
        assert!(said.contains("a folder"), "{said}");
    }
}
