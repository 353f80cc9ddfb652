using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sinter.Data.Privacy;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data redact test</c>: what is found of the personal data that there is, by kind.</summary>
internal static class RedactTestVerb
{
    private const int UsualTexts = 2000;

    private static readonly JsonSerializerOptions Figures = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Option<string?>("--file") { HelpName = "FILE", Description = "Texts that people labelled, a JSON object a line: {\"text\",\"spans\":[{\"start\",\"end\",\"kind\"}]}, in code points; invented texts without it." };
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "What the invented texts are chosen by; 0 without it.");
        var count = NumberOption.Whole("--texts", "N", 1, 10_000_000, $"How many texts to invent; {UsualTexts} without it.");
        var score = NumberOption.Real("--min-score", "X", 0, 1, string.Create(CultureInfo.InvariantCulture, $"How sure a find must be; {PersonalFinderOptions.DefaultMinimumScore} without it."));
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the figures to this file too." };
        var page = new Option<string?>("--report") { HelpName = "FILE", Description = "Write a page with the figures to this file too." };
        var planted = new Option<string?>("--write") { HelpName = "FILE", Description = "Write the invented texts with their labels to this file too." };
        var verb = new Verb(
            "test",
            "Measures precision and recall by kind: on invented texts of ten languages into which personal data was planted, or on labelled ones.",
            "sinter data redact test --seed 7",
            "sinter data redact test --file labelled.jsonl --json scores.json --report scores.html")
        {
            file, seed, count, score, json, page, planted,
        };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(file) is not null && (parsed.GetValue(seed) ?? parsed.GetValue(count)) is not null)
            {
                throw new UsageException("--seed and --texts are for invented texts: leave them out, or --file.");
            }

            if (parsed.GetValue(file) is not null && parsed.GetValue(planted) is not null)
            {
                throw new UsageException("--write is for invented texts: leave it out, or --file.");
            }

            using var interruption = new Interruption();
            var finder = new PersonalDataFinder(new PersonalFinderOptions { MinimumScore = parsed.GetValue(score) ?? PersonalFinderOptions.DefaultMinimumScore });
            var texts = parsed.GetValue(file) is { } path ? LabelledText.Read(ByteLines.RequireFile(path)) : PlantedText.Generate(parsed.GetValue(seed) ?? 0, parsed.GetValue(count) ?? UsualTexts);
            var result = PrivacyEvaluation.Of(finder, texts, interruption.Token);
            if (result.All.Planted == 0)
            {
                throw new InvalidDataException($"'{parsed.GetValue(file)}' has no labelled span to measure by.");
            }

            if (parsed.GetValue(planted) is { } target)
            {
                Write(target, texts);
            }

            if (parsed.GetValue(json) is { } figures)
            {
                AtomicFile.WriteAllText(figures, Json(result));
            }

            if (parsed.GetValue(page) is { } report)
            {
                new PrivacyEvaluationPage(result, parsed.GetValue(file) is { } labelled ? $"texts of {Path.GetFileName(labelled)}" : $"invented texts, seed {parsed.GetValue(seed) ?? 0}").Save(report);
            }

            Write(result, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(string path, IEnumerable<LabelledText> texts) => AtomicFile.Write(path, stream =>
    {
        using var lines = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (var text in texts)
        {
            lines.WriteLine(text.ToJson());
        }
    });

    private static void Write(PrivacyEvaluation result, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Texts} texts, {result.Characters} characters"));
        output.WriteLine("kind              there  found  precision  recall     F1  exact F1  masked whole");
        foreach (var kind in result.Kinds.Append(result.All))
        {
            output.WriteLine(kind.Planted == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{kind.Kind,-16} {kind.Planted,6} {kind.Found,6}  (no labels of this kind)")
                : string.Create(CultureInfo.InvariantCulture, $"{kind.Kind,-16} {kind.Planted,6} {kind.Found,6}  {kind.Precision,9:0.000}  {kind.Recall,6:0.000}  {kind.F1,5:0.000}  {kind.ExactF1,8:0.000}  {kind.CoveredShare,12:0.000}"));
        }
    }

    private static string Json(PrivacyEvaluation result) => JsonSerializer.Serialize(
        new
        {
            result.Texts,
            result.Characters,
            Kinds = result.Kinds.Append(result.All).Select(static kind => new
            {
                kind.Kind,
                kind.Planted,
                kind.Found,
                kind.Precision,
                kind.Recall,
                kind.F1,
                kind.ExactPrecision,
                kind.ExactRecall,
                kind.ExactF1,
                MaskedWhole = kind.CoveredShare,
            }),
        },
        Figures) + "\n";
}
