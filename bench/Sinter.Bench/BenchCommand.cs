using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sinter.Bench.Benchmarks;
using Sinter.Bench.Benchmarks.Data;
using Sinter.Bench.Benchmarks.Files;
using Sinter.Bench.Benchmarks.Inference;
using Sinter.Bench.Benchmarks.Tokenizers;
using Sinter.Bench.Benchmarks.Tuning;

namespace Sinter.Bench;

/// <summary>The command line: a verb a benchmark, and <c>all</c>, which files their results under the machine's name.</summary>
internal static class BenchCommand
{
    private static readonly IBenchmark[] Benchmarks =
    [
        new GemmBenchmark(), new NarrowProductBenchmark(), new TrainStepBenchmark(), new AttentionBenchmark(), new OptimizerBenchmark(), new OperationsBenchmark(), new OverheadBenchmark(),
        new DataBenchmark(), new HtmlBenchmark(), new ParquetBenchmark(), new WarcBenchmark(), new LanguageBenchmark(), new DedupBenchmark(),
        new PersonalDataBenchmark(), new ContentBenchmark(), new TokenizerBenchmark(), new ImportBenchmark(),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads that compute, on both sides.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<bool> Peers = new("--peers") { Description = "Measure the peer in the same run." };

    private static readonly Option<string?> Only = new("--only") { Description = "Measure only rows whose name or shape contains this text, such as T1024.", HelpName = "TEXT" };

    private static readonly Option<FileInfo?> JsonFile = new("--json") { Description = "Write one JSON object a line to this file." };

    private static readonly Option<DirectoryInfo> Results = new("--results")
    {
        Description = "The folder that takes the tables, in a file named after the machine.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("bench", "results")),
    };

    private static readonly Option<bool> Support = new("--support") { Description = "Show what computes each operation, by backend and type of number, in place of measuring." };

    private static readonly Option<int?> Gigabytes = new("--gigabytes") { Description = "Also send so much generated text, in GB, through the whole cleaning or deduplication.", HelpName = "N" };

    private static readonly Option<int?> Megabytes = new("--megabytes") { Description = "Train on so much text, in MB.", HelpName = "N" };

    private static readonly Argument<string> RoundInput = new("input") { Description = "A file of JSON Lines, or how many GB to generate." };

    private static readonly Argument<string> RoundProfile = new("profile") { Description = "The profile of the deduplication." };

    private static readonly Argument<string> RoundWay = new("way") { Description = "What is done with the file." };

    private static readonly Argument<string> RoundShape = new("shape") { Description = "Which training step." };

    /// <summary>Runs one command line; 0 done, 1 failed, 2 wrong use.</summary>
    public static int Run(string[] arguments)
    {
        Bound(Threads);
        Bound(Gigabytes);
        Bound(Megabytes);
        var parsed = Root().Parse(arguments);
        try
        {
            var code = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? 2 : code;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or OutOfMemoryException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private static void Bound(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token, ..] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1024))
        {
            result.AddError($"{option.Name} takes a number from 1 to 1024, not '{token.Value}'.");
        }
    });

    private static RootCommand Root()
    {
        var root = new RootCommand("Sinter's benchmarks: a figure, its limit and its peer, measured in one run.");
        foreach (var benchmark in Benchmarks)
        {
            var verb = new Command(benchmark.Name, benchmark.Description) { Threads, Peers, Only, JsonFile };
            var isTable = benchmark is OperationsBenchmark;
            if (isTable)
            {
                verb.Add(Support);
            }

            if (benchmark is DataBenchmark or DedupBenchmark)
            {
                verb.Add(Gigabytes);
            }

            if (benchmark is TokenizerBenchmark)
            {
                verb.Add(Megabytes);
            }

            verb.SetAction(parsed =>
            {
                if (isTable && parsed.GetValue(Support))
                {
                    SupportTable.Write(Console.Out, Settings(parsed));
                    return;
                }

                RunOne(benchmark, Settings(parsed), parsed.GetValue(JsonFile));
            });
            root.Add(verb);
        }

        var model = new Argument<DirectoryInfo>("MODEL") { Description = "A folder of a model with heads for several tokens, and its tokenizer." };
        var text = new Option<FileInfo?>("--text") { Description = "Continue the first words of the last lines of this file, such as held-out text, in place of a few usual beginnings.", HelpName = "FILE" };
        var speculative = new Command("speculative", "Self-speculative decoding against greedy decoding of the same model.") { model, text, Threads, JsonFile };
        speculative.SetAction(parsed => RunOne(
            new SpeculativeBenchmark(parsed.GetRequiredValue(model).FullName, Prompts(parsed.GetValue(text))), Settings(parsed), parsed.GetValue(JsonFile)));
        root.Add(speculative);

        var pretrained = new Option<string[]>("--model") { Description = "A pre-trained model, as NAME=DIR; may be given many times.", HelpName = "NAME=DIR", Required = true };
        var labelled = new Option<string[]>("--data") { Description = "Labelled texts, as LABEL=FILE; may be given many times.", HelpName = "LABEL=FILE", Required = true };
        var sizes = new Option<int[]>("--labels") { Description = "Numbers of labels.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [32, 128, 512, 2000, 8000] };
        var seeds = new Option<int[]>("--seeds") { Description = "Seeds.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };
        var methods = new Option<string[]>("--method") { Description = "What is trained, and at which learning rate; may be given many times.", HelpName = "METHOD=RATE", DefaultValueFactory = _ => [.. LearningCurve.Methods] };
        var curve = new Command("learning-curve", "Accuracy by the number of labels: models whole, frozen, with LoRA and from scratch.") { pretrained, labelled, sizes, seeds, methods, Threads };
        curve.SetAction(parsed => new LearningCurve(
            [.. parsed.GetRequiredValue(pretrained).Select(static entry => (entry[..entry.IndexOf('=', StringComparison.Ordinal)], entry[(entry.IndexOf('=', StringComparison.Ordinal) + 1)..]))],
            parsed.GetRequiredValue(labelled)).Run(parsed.GetRequiredValue(sizes), parsed.GetRequiredValue(seeds), parsed.GetRequiredValue(methods), parsed.GetValue(Threads), Console.Out));
        root.Add(curve);

        var layers = new Option<int>("--layers") { Description = "Layers of the model that is drawn.", DefaultValueFactory = _ => 12 };
        var width = new Option<int>("--width") { Description = "Its width; a multiple of 64.", DefaultValueFactory = _ => 768 };
        var vocabulary = new Option<int>("--vocabulary") { Description = "Its vocabulary.", DefaultValueFactory = _ => 50_257 };
        var context = new Option<int>("--context") { Description = "Tokens of a sequence.", DefaultValueFactory = _ => 256 };
        var batches = new Option<int[]>("--batches") { Description = "Sequences of a pass.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 4] };
        var memory = new Command("tuning-memory", "Memory beyond the weights of full tuning, LoRA and QLoRA, measured in a process each, beside the plan.") { layers, width, vocabulary, context, batches, Threads };
        memory.SetAction(parsed => new TuningMemory(
            new TuningMemorySize(parsed.GetValue(layers), parsed.GetValue(width), parsed.GetValue(vocabulary), parsed.GetValue(context), 1),
            parsed.GetRequiredValue(batches),
            parsed.GetValue(Threads)).Run(Console.Out));
        root.Add(memory);

        var sampled = new Option<DirectoryInfo?>("--model") { Description = "A folder of a decoder, in place of one that is drawn.", HelpName = "DIR" };
        var rows = new Option<int[]>("--rows") { Description = "Sequences side by side.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [8, 32, 64] };
        var sampling = new Command("sampling", "Sampling in batches against one continuation after another.") { sampled, layers, width, rows, Threads, JsonFile };
        sampling.SetAction(parsed => RunOne(
            new SamplingBenchmark(parsed.GetValue(sampled)?.FullName, parsed.GetValue(layers), parsed.GetValue(width), parsed.GetRequiredValue(rows)), Settings(parsed), parsed.GetValue(JsonFile)));
        root.Add(sampling);

        var all = new Command("all", "Every benchmark; the tables go to a file named after the machine.") { Threads, Peers, Only, Results };
        all.SetAction(parsed => RunAll(Settings(parsed), parsed.GetRequiredValue(Results)));
        root.Add(all);

        var round = new Command(TrainStepBenchmark.RoundCommand, "Our side of one round of train-step.") { RoundShape, Threads };
        round.Hidden = true;
        round.SetAction(parsed => TrainStepBenchmark.RunRound(parsed.GetRequiredValue(RoundShape), parsed.GetValue(Threads)));
        root.Add(round);

        var cleaning = new Command(CleaningRound.Command, "One cleaning, in a process of its own.") { RoundInput, Threads };
        cleaning.Hidden = true;
        cleaning.SetAction(parsed => CleaningRound.Run(parsed.GetRequiredValue(RoundInput), parsed.GetValue(Threads)));
        root.Add(cleaning);

        var deduplication = new Command(DedupRound.Command, "One deduplication, in a process of its own.") { RoundInput, RoundProfile, Threads };
        deduplication.Hidden = true;
        deduplication.SetAction(parsed => DedupRound.Run(parsed.GetRequiredValue(RoundInput), parsed.GetRequiredValue(RoundProfile), parsed.GetValue(Threads)));
        root.Add(deduplication);

        var tuning = new Command(TuningMemoryRound.Command, "One tuning of a few steps, in a process of its own.") { RoundShape, RoundWay, Threads };
        tuning.Hidden = true;
        tuning.SetAction(parsed => TuningMemoryRound.Run(parsed.GetRequiredValue(RoundShape), parsed.GetRequiredValue(RoundWay), parsed.GetValue(Threads)));
        root.Add(tuning);

        var import = new Command(ImportRound.Command, "One import, in a process of its own.") { RoundInput, RoundWay };
        import.Hidden = true;
        import.SetAction(parsed => ImportRound.Run(parsed.GetRequiredValue(RoundInput), parsed.GetRequiredValue(RoundWay)));
        root.Add(import);
        return root;
    }

    private static IReadOnlyList<string> Prompts(FileInfo? text)
    {
        const int Lines = 8;
        const int Words = 8;
        return text is null
            ? SpeculativeBenchmark.UsualPrompts
            : [.. File.ReadLines(text.FullName).Select(static line => line.Split(' ')).Where(static words => words.Length > Words).TakeLast(Lines).Select(static words => string.Join(' ', words[..Words]))];
    }

    private static BenchSettings Settings(ParseResult parsed) => new(parsed.GetValue(Threads), parsed.GetValue(Peers), parsed.GetValue(Only), parsed.GetValue(Gigabytes), parsed.GetValue(Megabytes));

    private static void RunOne(IBenchmark benchmark, BenchSettings settings, FileInfo? json)
    {
        using var lines = json is null ? null : new StreamWriter(json.FullName) { AutoFlush = true };
        var rows = Measure(benchmark, settings, row => lines?.WriteLine(JsonSerializer.Serialize(row, Json)));
        if (rows.Count == 0)
        {
            throw new ArgumentException(settings.Only is null ? $"{benchmark.Name} has measured nothing." : $"No row of {benchmark.Name} has '{settings.Only}' in its name or shape.");
        }

        Console.WriteLine();
        Console.Write(MeasurementTable.Format(rows));
    }

    /// <summary>Runs everything. The file is written anew after each benchmark, so that what was measured is not lost when the next fails.</summary>
    private static void RunAll(BenchSettings settings, DirectoryInfo results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {MachineName.Full}\n\n{DateTime.UtcNow:yyyy-MM-dd}, {Environment.OSVersion.Platform}, .NET {Environment.Version}. ");
        text.Append("Limits were measured in the same run on as many threads; how to read the columns is in ../README.md.\n");
        results.Create();
        var file = Path.Combine(results.FullName, MachineName.FileName + ".md");
        foreach (var benchmark in Benchmarks)
        {
            // The matrix product is also held against one core: what the kernel can do before threads share memory and clock.
            int[] threads = benchmark is GemmBenchmark && settings.Threads > 1 ? [1, settings.Threads] : [settings.Threads];
            foreach (var count in threads)
            {
                var rows = Measure(benchmark, settings with { Threads = count }, static _ => { });
                if (rows.Count == 0)
                {
                    continue;
                }

                var options = (settings.Peers ? " --peers" : "") + (settings.Only is { } only ? $" --only \"{only}\"" : "");
                text.Append(CultureInfo.InvariantCulture, $"\n## {benchmark.Name}, {count} {(count == 1 ? "thread" : "threads")}\n\n{benchmark.Description}\n\n");
                text.Append(CultureInfo.InvariantCulture, $"    dotnet run -c Release --project bench/Sinter.Bench -- {benchmark.Name} --threads {count}{options}\n\n");
                text.Append(MeasurementTable.Format(rows));
                File.WriteAllText(file, text.ToString());
            }
        }

        Console.WriteLine($"The results are in {file}.");
    }

    /// <summary>Runs a benchmark; each row is on the error stream as soon as it is measured, and what the benchmark holds between rows is gone at its end.</summary>
    private static List<Measurement> Measure(IBenchmark benchmark, BenchSettings settings, Action<Measurement> onRow)
    {
        var rows = new List<Measurement>();

        // A profile gives rows that were not asked for, as all come from one measurement.
        foreach (var row in benchmark.Run(settings).Where(row => settings.Wants(row.Name, row.Shape)))
        {
            rows.Add(row);
            onRow(row);
            Console.Error.WriteLine(MeasurementTable.Line(row));
        }

        return rows;
    }
}
