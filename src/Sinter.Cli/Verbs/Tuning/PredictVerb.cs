using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Cli.Tuning;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary><c>sinter predict DIR</c>: what a tuned model says of each line.</summary>
internal static class PredictVerb
{
    private const int LinesAtOnce = 256;
    private const int LongestLine = 16 << 20;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that 'sinter finetune' made: a run, its model, or an adapter." };
        var input = new Option<string?>("--input") { HelpName = "FILE", Description = "The lines, UTF-8: plain text (parts with tabs between them) or JSON objects; the standard input without it." };
        var all = new Option<bool>("--all") { Description = "Tell the probabilities of all classes, not of the likeliest alone." };
        var maxTokens = NumberOption.Whole("--max-tokens", "N", 1, 1 << 20, "The most tokens of a text that the model writes; 128 without it.");
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that compute; 0, which is usual, for one a core.");
        var verb = new Verb(
            "predict",
            "Says what a tuned model makes of each line: label and probability, number, tags, answer, choice or text, as JSON lines in the order of the input. A line that cannot be read gives an error in its place.",
            "echo \"a gem of a film\" | sinter predict runs/sentiment",
            "sinter predict runs/sentiment --all < reviews.txt",
            "echo '{\"question\":\"Who wrote it?\",\"context\":\"It was written by Ada.\"}' | sinter predict runs/answers")
        {
            folder, input, all, maxTokens, threads,
        };
        verb.SetAction(parsed => Run(
            parsed.GetRequiredValue(folder),
            parsed.GetValue(input),
            parsed.GetValue(all),
            parsed.GetValue(maxTokens) ?? 128,
            parsed.GetValue(threads) ?? 0,
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return verb;
    }

    private static int Run(string path, string? input, bool all, int maxTokens, int threads, TextWriter output, TextWriter error)
    {
        var folder = LoadedModel.Locate(path);
        var task = TaskDescription.Read(folder)
            ?? throw new InvalidDataException($"'{folder}' has no {TaskDescription.FileName}, so it is not known what the model was tuned to; name a folder that 'sinter finetune' made, or let the model go on with a text with 'sinter generate'.");
        var backend = new CpuBackend(threads);
        var loaded = AdapterFolder.IsAdapter(folder) ? TunedModel.Load(folder, backend) : null;
        var tokenizer = Tokenizer.Load(loaded?.TokenizerPath ?? folder);
        var predict = Predictor(folder, task, loaded, tokenizer, backend, all, maxTokens);
        using var interruption = new Interruption();
        using var file = input is null ? null : new StreamReader(input);
        var failed = 0;
        try
        {
            foreach (var lines in Lines(file ?? Console.In).Chunk(input is null && !Console.IsInputRedirected ? 1 : LinesAtOnce))
            {
                failed += Answer(lines, task.Task, items => predict(items, interruption.Token), output);
                output.Flush();
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }

        if (failed > 0)
        {
            error.WriteLine($"{Units.Count(failed)} {(failed == 1 ? "line" : "lines")} could not be read; the output says why, in {(failed == 1 ? "its" : "their")} place.");
        }

        return failed > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static Func<IReadOnlyList<TaskItem>, CancellationToken, IReadOnlyList<JsonObject>> Predictor(
        string folder, TaskDescription task, TunedModel? loaded, Tokenizer tokenizer, CpuBackend backend, bool all, int maxTokens)
    {
        if (task.Writes)
        {
            var model = loaded?.Model ?? ModelWeights.Load(folder, backend);
            var encoder = new TaskEncoder(task, model.Config, tokenizer, new TaskEncoderOptions { Template = ModelTemplate.Of(folder, tokenizer), VirtualTokens = model.Adapter?.VirtualTokens ?? 0 });
            return (items, cancellation) => [.. TaskWriter.Write(model, tokenizer, encoder, items, maxTokens, null, cancellation).Select(static text => new JsonObject { ["text"] = text })];
        }

        var predictor = loaded is null ? TaskPredictor.Open(folder, backend) : new TaskPredictor(loaded.Model, tokenizer, task);
        return (items, cancellation) => [.. predictor.Predict(items, cancellation: cancellation).Select(prediction => PredictionLine.Output(task, prediction, all))];
    }

    /// <summary>Writes a line for each line; gives the number of those that could not be read.</summary>
    private static int Answer((int Number, string? Text)[] lines, TaskKind task, Func<IReadOnlyList<TaskItem>, IReadOnlyList<JsonObject>> predict, TextWriter output)
    {
        var items = new List<(int Number, TaskItem Item)>();
        var answers = new Dictionary<int, JsonObject>();
        var faults = 0;
        foreach (var (number, text) in lines)
        {
            Try(number, () => items.Add((number, PredictionLine.Item(task, text ?? throw new InvalidDataException($"this is longer than {Units.Bytes(LongestLine)}; cut it.")))));
        }

        try
        {
            foreach (var (line, answer) in items.Count > 0 ? items.Zip(predict([.. items.Select(static line => line.Item)])) : [])
            {
                answers[line.Number] = answer;
            }
        }
        catch (InvalidDataException)
        {
            // One that has all fields and still fits the model not, such as a question with too many choices: those beside it are answered.
            foreach (var (number, item) in items)
            {
                Try(number, () => answers[number] = predict([item])[0]);
            }
        }

        foreach (var (number, _) in lines)
        {
            output.WriteLine(answers[number].ToJsonString(Json));
        }

        return faults;

        void Try(int number, Action read)
        {
            try
            {
                read();
            }
            catch (InvalidDataException fault)
            {
                answers[number] = new JsonObject { ["line"] = number, ["error"] = $"Line {number}: {fault.Message}" };
                faults++;
            }
        }
    }

    /// <summary>The lines that hold something, with their numbers; null for one that is too long, which is not held.</summary>
    private static IEnumerable<(int Number, string? Text)> Lines(TextReader reader)
    {
        var line = new System.Text.StringBuilder();
        var (number, tooLong) = (1, false);
        while (reader.Read() is var next and >= 0)
        {
            if (next != '\n')
            {
                tooLong |= line.Length == LongestLine;
                _ = tooLong ? line : line.Append((char)next);
                continue;
            }

            if (tooLong || !string.IsNullOrWhiteSpace(line.ToString()))
            {
                yield return (number, tooLong ? null : line.ToString().TrimEnd('\r').TrimStart('\uFEFF'));
            }

            line.Clear();
            tooLong = false;
            number++;
        }

        if (tooLong || !string.IsNullOrWhiteSpace(line.ToString()))
        {
            yield return (number, tooLong ? null : line.ToString().TrimEnd('\r').TrimStart('\uFEFF'));
        }
    }
}
