//! The text of a schedule.

use crate::harness::tests;
use manyhands::explore::{BadText, MOST_CHARACTERS, Schedule, Script};

const PRINT: &str = "abcdef27";

fn schedule(threads: Vec<u32>) -> Schedule {
    Schedule {
        threads,
        changes: vec![1],
        preemptions: 0,
    }
}

tests! {
    fn runs_are_written_in_base_36() {
        let threads = [vec![0; 40], vec![35; 1], vec![36; 2], vec![0; 1]].concat();
        let text = schedule(threads.clone()).text(PRINT).expect("short");
        assert_eq!(text, "x1-abcdef27-0.14_z.1_10.2_0.1");
        assert_eq!(Script::of(&text, PRINT), Ok(Script::Whole(threads)));
    }

    fn a_schedule_without_steps_has_a_text() {
        let text = Schedule::default().text(PRINT).expect("short");
        assert_eq!(text, "x1-abcdef27-");
        assert_eq!(Script::of(&text, PRINT), Ok(Script::Whole(Vec::new())));
    }

    fn where_it_would_be_too_long_the_changes_alone_are_written() {
        let threads: Vec<u32> = (0..3_000).map(|step| step % 2).collect();
        let text = schedule(threads).text(PRINT).expect("one change");
        assert_eq!(text, "x1-abcdef27-~1.1");
        assert_eq!(Script::of(&text, PRINT), Ok(Script::Changes(vec![(1, 1)])));
        let threads: Vec<u32> = (0..3_000).map(|step| step % 2).collect();
        let changes = (0..3_000).collect();
        assert_eq!(Schedule { threads, changes, preemptions: 0 }.text(PRINT), None);
    }

    fn what_is_none_is_refused() {
        for text in [
            "", "x1", "x1-abcdef27", "x2-abcdef27-0.1", "x1-abcdef2-0.1", "x1-ABCDEF27-0.1", "x1-abcdef28-0.1", "x1-abcdef27-0",
            "x1-abcdef27-0.0", "x1-abcdef27-0.1_", "x1-abcdef27-_0.1", "x1-abcdef27-0.1.1", "x1-abcdef27-0.+1", "x1-abcdef27-0.01",
            "x1-abcdef27-0.A", "x1-abcdef27- 0.1", "x1-abcdef27-0.zzzzzzzz", "x1-abcdef27-0.zzzzzzzzzzzzzzzzzz", "x1-abcdef27-zzzzzzz.1",
            "x1-abcdef27-~3.1_2.1", "x1-abcdef27-~2.1_2.1", "x1-abcdef27-~", "x1-ébcdef2-0.1",
        ] {
            let expected = match text {
                // No change at all is one.
                "x1-abcdef27-~" => Ok(Script::Changes(Vec::new())),
                _ => Err(BadText::NoSchedule),
            };
            assert_eq!(Script::of(text, PRINT), expected, "{text}");
        }
        let long = format!("x1-abcdef27-{}", "0.1_".repeat(MOST_CHARACTERS));
        assert_eq!(Script::of(&long, PRINT), Err(BadText::TooLong(long.len())));
    }

    fn one_of_another_program_says_so() {
        let of_another = Script::of("x1-abcdef27-0.1", "bbbbbbbb");
        assert_eq!(of_another, Err(BadText::OfAnother("abcdef27".into())));
        let said = of_another.expect_err("another's").to_string();
        assert!(said.contains("another program") && said.contains("abcdef27"), "{said}");
    }
}
