using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Lets a program of the user's judge or change documents. It gets each document as one line of JSON on its standard input,
/// <c>{"id", "text", "source", "metadata"}</c>, and answers each with one line of JSON on its standard output, <c>{"text", "score", "metadata"}</c>, of which
/// it may leave out what it has nothing to say about. It must write its answer at once (in Python, <c>print(..., flush=True)</c>).
/// </summary>
/// <remarks>
/// As many copies of the program run as documents are worked on at once; they end with the step. A copy that ends, does not answer in time, or answers
/// nonsense makes its document broken, and another copy is started for the next. The program must give the same answer for the same document, or a cleaning
/// cannot be repeated.
/// </remarks>
[CleaningStep("program", "Lets a program of your own judge or change each document, by lines of JSON on its standard input and output.")]
public sealed class ProgramStep : ICleaningStep, IDisposable
{
    private readonly ConcurrentBag<ProgramProcess> _idle = [];

    /// <summary>The program and its arguments.</summary>
    [StepOption("The program and its arguments, such as [python3, judge.py].")]
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The key of the answer that holds the score.</summary>
    [StepOption("The key of the answer that holds the score.")]
    public string Score { get; init; } = "score";

    /// <summary>The least score.</summary>
    [StepOption("The least score.")]
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest score.</summary>
    [StepOption("The greatest score.")]
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>How long one document may take, in seconds.</summary>
    [StepOption("How many seconds one document may take.", Least = 1, Most = 86_400)]
    public int TimeoutSeconds { get; init; } = 60;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreRule> Rules
    {
        get
        {
            if (Command.Count == 0)
            {
                throw new InvalidDataException("The step 'program' has no 'command'; name the program and its arguments, such as [python3, judge.py].");
            }

            if (!ProgramProcess.Exists(Command[0]))
            {
                throw new InvalidDataException($"There is no program '{Command[0]}', which the step 'program' is to start; check 'command'.");
            }

            return [new("score", $"'{Score}' of {Path.GetFileName(Command[0])}") { Minimum = Minimum, Maximum = Maximum, MinimumOption = "minimum", MaximumOption = "maximum" }];
        }
    }

    private bool NeedsScore => double.IsFinite(Minimum) || double.IsFinite(Maximum);

    /// <inheritdoc/>
    public void Process(Candidate candidate)
    {
        if (!_idle.TryTake(out var program))
        {
            program = ProgramProcess.Start(Command);
        }

        try
        {
            Take(program.Ask(Question(candidate), TimeSpan.FromSeconds(TimeoutSeconds)), candidate);
        }
        catch
        {
            // What it would say next may belong to this document.
            program.Kill();
            program.Dispose();
            throw;
        }

        _idle.Add(program);
    }

    /// <summary>Ends the copies of the program.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out var program))
        {
            program.Dispose();
        }
    }

    private static ReadOnlyMemory<byte> Question(Candidate candidate)
    {
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line, DocumentJson.Options);
        json.WriteStartObject();
        DocumentJson.WriteFields(json, candidate.ToDocument());
        json.WriteEndObject();
        json.Flush();
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private void Take(ReadOnlyMemory<byte> line, Candidate candidate)
    {
        using var answer = Parse(line);
        var root = answer.RootElement;
        if (root.TryGetProperty("id"u8, out var id) && !(id.ValueKind is JsonValueKind.String && id.ValueEquals(candidate.Document.Id)))
        {
            throw new InvalidDataException($"the program answered for another document, '{id}'; it must write one line for each that it reads");
        }

        var score = Number(root);
        if (double.IsNaN(score) && NeedsScore)
        {
            throw new InvalidDataException($"the program's answer has no number '{Score}', which the limits are for");
        }

        candidate.Score(0, score);
        if (root.TryGetProperty("metadata"u8, out var metadata))
        {
            foreach (var fact in metadata.ValueKind is JsonValueKind.Object ? metadata.EnumerateObject() : throw new InvalidDataException("'metadata' of the program's answer is no object"))
            {
                candidate.SetMetadata(fact.Name, fact.Value.ToString());
            }
        }

        if (root.TryGetProperty("text"u8, out var text))
        {
            var changed = text.ValueKind is JsonValueKind.String ? text.GetString()! : throw new InvalidDataException("'text' of the program's answer is no text");
            if (!string.Equals(changed, candidate.Text, StringComparison.Ordinal))
            {
                candidate.Text = changed;
            }
        }
    }

    private double Number(JsonElement answer) =>
        !answer.TryGetProperty(Score, out var score) ? double.NaN
        : score.ValueKind is JsonValueKind.Number ? score.GetDouble()
        : throw new InvalidDataException($"'{Score}' of the program's answer is no number");

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            var answer = JsonDocument.Parse(line);
            if (answer.RootElement.ValueKind is JsonValueKind.Object)
            {
                return answer;
            }

            answer.Dispose();
        }
        catch (JsonException)
        {
            // Told below, with what it was.
        }

        var shown = System.Text.Encoding.UTF8.GetString(line.Span[..Math.Min(60, line.Length)]);
        throw new InvalidDataException($"the program answered '{shown}', expected an object of JSON on one line");
    }
}
