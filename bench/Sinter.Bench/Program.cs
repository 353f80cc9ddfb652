return Sinter.Bench.BenchCommand.Run(args);
