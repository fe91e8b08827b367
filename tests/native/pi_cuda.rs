//! Pi on an NVIDIA GPU. Needs the feature `cuda`; without the libraries or a GPU each test is
//! skipped, and says why. What needs no GPU is tested wherever NVRTC is.

use crate::harness::{Skipped, Tested, lacks, tests};
use manyhands::pi::cuda::{Cuda, CudaError, compile};
use manyhands::pi::{Backend, Generator, Slice, run};
use serde::Deserialize;
use std::ops::ControlFlow;

#[derive(Deserialize)]
struct Row {
    generator: Generator,
    seed: u64,
    first: u64,
    points: u64,
    inside: u64,
}

fn cuda() -> Result<Cuda, Skipped> {
    match Cuda::new() {
        Ok(cuda) => Ok(cuda),
        Err(error @ (CudaError::NoLibrary { .. } | CudaError::NoDevice { .. })) => {
            Err(lacks(false, error))
        }
        Err(error) => panic!("{error}"),
    }
}

tests! {
    async fn the_kernels_compile() -> Tested {
        match compile(None) {
            Ok(ptx) => {
                let ptx = ptx.to_src();
                for generator in Generator::ALL {
                    assert!(ptx.contains(&format!(".entry {}(", generator.name())), "{ptx}");
                }
                compile(Some((9, 0))).unwrap();
            }
            Err(error @ CudaError::NoLibrary { .. }) => {
                return Err(lacks(std::env::var_os("MANYHANDS_NVRTC").is_some(), error));
            }
            Err(error) => panic!("{error}"),
        }
        Ok(())
    }

    async fn without_the_driver_the_error_names_its_library() {
        match Cuda::new() {
            Err(CudaError::NoLibrary { looked_for, .. }) => {
                assert!(looked_for.iter().any(|name| name.contains("cuda")));
            }
            Err(CudaError::NoDevice { reason }) => assert!(!reason.is_empty()),
            Err(error) => panic!("{error}"),
            Ok(cuda) => assert!(!cuda.name().is_empty()),
        }
    }

    /// The program's own answer: exit 3 and the library's name, and no panic.
    async fn the_program_names_the_library_that_it_did_not_find() {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_manyhands"))
            .args(["run", "pi", "--set", "backend=cuda", "--set", "points=1000"])
            .output()
            .expect("the binary");
        let said = String::from_utf8_lossy(&output.stderr);
        match Cuda::new() {
            Ok(_) => assert!(output.status.success(), "{said}"),
            Err(_) => assert_eq!(output.status.code(), Some(3), "{said}"),
        }
        if let Err(CudaError::NoLibrary { looked_for, .. }) = Cuda::new() {
            assert!(looked_for.iter().all(|name| said.contains(name.as_str())), "{said}");
        }
        assert!(!said.contains("panicked"), "{said}");
    }

    async fn cuda_counts_what_the_reference_counts_whatever_the_grid() -> Tested {
        let cuda = cuda()?;
        let rows: Vec<Row> =
            serde_json::from_str(include_str!("../reference/pi_counts.json")).unwrap();
        assert!(!rows.is_empty());
        for row in rows {
            for (workgroup_size, points_per_invocation) in [(256, 4096), (1, 65_536), (37, 333)] {
                let mut kernel = cuda
                    .pi(workgroup_size, points_per_invocation, row.generator, row.seed)
                    .unwrap();
                let points = row.first..row.first + row.points;
                let what = format!("{:?}, seed {}, {points:?}", row.generator, row.seed);
                let go_on = async |_: Slice| ControlFlow::Continue(());
                let counted = run(&mut kernel, points.clone(), go_on).await.unwrap();
                assert_eq!(counted.inside, row.inside, "{what}");
                let middle = row.first + row.points / 3;
                let left = kernel.count(row.first..middle).await.unwrap().inside;
                let right = kernel.count(middle..points.end).await.unwrap().inside;
                assert_eq!(left + right, row.inside, "{what} in two pieces");
            }
        }
        Ok(())
    }

    async fn a_block_too_large_is_an_error_by_name() -> Tested {
        let cuda = cuda()?;
        let error = cuda.pi(1 << 20, 64, Generator::Philox, 0).unwrap_err();
        assert!(error.to_string().contains("workgroup_size"), "{error}");
        Ok(())
    }
}
