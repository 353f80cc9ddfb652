using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Evaluation;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter eval MODEL</c>: how well a model predicts a text.</summary>
internal static class EvalVerb
{
    // Twice as many bytes of text and tokens still fit the memory of a small machine.
    private const long LargestText = 1L << 30;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A model folder, or a run folder, whose final model is taken." };
        var text = new Option<string>("--perplexity") { HelpName = "FILE", Description = "The text to predict, as UTF-8.", Required = true };
        var maxTokens = NumberOption.Whole("--max-tokens", "N", 2, int.MaxValue, "Take the first N tokens of the text only, the beginning of text among them.");
        var json = new Option<string?>("--json") { HelpName = "OUT", Description = "Write the figures to this file (tokens, nllPerToken, perplexity, bitsPerByte) instead of printing them." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that compute; 0 for one a core.");
        var verb = new Verb(
            "eval",
            "Measures the perplexity of a model on a text. A text longer than the model's context is seen through windows that overlap by half.",
            "sinter eval runs/dotnet-docs --perplexity text.txt",
            "sinter eval runs/dotnet-docs --perplexity text.txt --max-tokens 10000 --json result.json")
        {
            model, text, maxTokens, json, threads,
        };
        verb.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(text);
            var utf8 = ReadText(file);
            var loaded = LoadedModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads) ?? 0);
            return Run(loaded, file, utf8, parsed.GetValue(maxTokens) ?? int.MaxValue, parsed.GetValue(json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(LoadedModel loaded, string file, byte[] utf8, int maxTokens, string? json, TextWriter output, TextWriter error)
    {
        var meter = new PerplexityMeter(loaded.TextModel, loaded.Tokenizer);
        var tokens = meter.Encode(utf8);
        if (tokens.Length < 2)
        {
            throw new InvalidDataException($"'{file}' has too little text to predict; give a longer one.");
        }

        using var interruption = new Interruption();
        Perplexity perplexity;
        try
        {
            perplexity = meter.Measure(tokens.AsSpan(0, Math.Min(maxTokens, tokens.Length)), cancellation: interruption.Token);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Interrupted; nothing was written.");
            return ExitCode.Interrupted;
        }

        if (json is not null)
        {
            Write(json, JsonSerializer.Serialize(
                new { tokens = perplexity.Tokens, nllPerToken = perplexity.NatsPerToken, perplexity = perplexity.Value, bitsPerByte = perplexity.BitsPerByte }, Json) + "\n");
            return ExitCode.Done;
        }

        Line(output, "perplexity", $"{perplexity.Value:0.#####}");
        Line(output, "loss", $"{perplexity.NatsPerToken:0.#####} nats a token");
        Line(output, "bits per byte", $"{perplexity.BitsPerByte:0.#####}");
        Line(output, "scored", $"{perplexity.Tokens:N0} tokens, {Units.Bytes(perplexity.Utf8Bytes)} of text");
        return ExitCode.Done;
    }

    private static void Write(string path, string text)
    {
        // A device, such as /dev/stdout, is written to and not replaced by a file.
        if (!OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal))
        {
            File.WriteAllText(path, text);
        }
        else
        {
            AtomicFile.WriteAllText(path, text);
        }
    }

    private static byte[] ReadText(string file)
    {
        if (!File.Exists(file))
        {
            throw new FileNotFoundException(Directory.Exists(file) ? $"'{file}' is a folder; give a text file." : $"There is no text file '{file}'; check the path.");
        }

        if (new FileInfo(file).Length > LargestText)
        {
            throw new InvalidDataException($"'{file}' has {Units.Bytes(new FileInfo(file).Length)} and at most {Units.Bytes(LargestText)} can be measured; cut it.");
        }

        var bytes = File.ReadAllBytes(file);
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    private static void Line(TextWriter output, string name, FormattableString value) => output.WriteLine($"{name,-13}  {value.ToString(CultureInfo.InvariantCulture)}");
}
