using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Data.Content;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data toxicity &lt; lines</c>: how likely people would call each line toxic.</summary>
internal static class ToxicityVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data toxicity < lines.txt";

    private const double UsualThreshold = 0.8;
    private const int UsualFolds = 5;

    private static readonly double[] ShownThresholds = [0.5, 0.7, 0.8, 0.9];
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create()
    {
        var model = ModelOption();
        var threshold = NumberOption.Real("--threshold", "SHARE", 0, 1, "From which score on a line is called toxic; 0.8 without it.");
        var json = new Option<bool>("--json") { Description = "Write a JSON object a line: line (its number), score, label." };
        var input = new Argument<string?>("FILE") { Description = "The lines; the standard input without it, or for -.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb(
            "toxicity",
            "Writes for each line the probability that people would call it toxic, a tab, and toxic or clean. The model that comes along knows English, from a thousand comments.",
            Example,
            "sinter data toxicity lines.txt --threshold 0.9 --json",
            TrainExample)
        {
            input, model, threshold, json, CreateTrain(), CreateTest(),
        };
        verb.SetAction(parsed =>
        {
            using var lines = ByteLines.Open(parsed.GetValue(input) ?? "-");
            Write(Load(parsed.GetValue(model)), lines, parsed.GetValue(threshold) ?? UsualThreshold, parsed.GetValue(json), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private const string TrainExample = "sinter data toxicity train labelled.csv --text-field text --label-field is_toxic --out toxicity.bin";

    private static Verb CreateTrain()
    {
        var (file, textField, labelField) = LabelledArguments();
        var target = new Option<string>("--out") { HelpName = "FILE", Description = "The model to write.", Required = true };
        var folds = NumberOption.Whole("--folds", "N", 2, 100, "In how many parts the texts are cut for the cross-validation; 5 without it.");
        var epochs = NumberOption.Whole("--epoch", "N", 1, 1000, "How often the training goes through the texts; 8 without it.");
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "Where the order of the texts begins; 0 without it.");
        var verb = new Verb("train", "Trains a model on labelled texts, and cross-validates it; the same texts and seed give the same bytes.", TrainExample)
        {
            file, textField, labelField, target, folds, epochs, seed,
        };
        verb.SetAction(parsed =>
        {
            var texts = LabelledText.Read(ByteLines.RequireFile(parsed.GetRequiredValue(file)), parsed.GetValue(textField) ?? "text", parsed.GetValue(labelField) ?? "is_toxic");
            var trainer = new ToxicityTrainer(parsed.GetValue(epochs) ?? 8, parsed.GetValue(seed) ?? 0);
            var parts = Math.Min(parsed.GetValue(folds) ?? UsualFolds, texts.Count);
            var output = parsed.InvocationConfiguration.Output;
            var path = parsed.GetRequiredValue(target);
            trainer.Train(texts).Save(path);
            if (texts.Count(static text => text.IsToxic) >= parts && texts.Count(static text => !text.IsToxic) >= parts)
            {
                Write(ToxicityEvaluation.CrossValidate(trainer, texts, parts), $"cross-validated in {parts} parts", output);
            }

            output.WriteLine($"Wrote      {path}  {Units.Bytes(new FileInfo(path).Length)}");
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb CreateTest()
    {
        var (file, textField, labelField) = LabelledArguments();
        var model = ModelOption();
        var verb = new Verb("test", "Measures a model on labelled texts that it was not trained on.", "sinter data toxicity test labelled.jsonl --model toxicity.bin")
        {
            file, textField, labelField, model,
        };
        verb.SetAction(parsed =>
        {
            var texts = LabelledText.Read(ByteLines.RequireFile(parsed.GetRequiredValue(file)), parsed.GetValue(textField) ?? "text", parsed.GetValue(labelField) ?? "is_toxic");
            Write(ToxicityEvaluation.Of(Load(parsed.GetValue(model)), texts), "as labelled", parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<string?> ModelOption() => new("--model") { HelpName = "FILE", Description = "A model that 'sinter data toxicity train' made; Sinter's own without it." };

    private static (Argument<string> File, Option<string?> TextField, Option<string?> LabelField) LabelledArguments() => (
        new("FILE") { Description = "Labelled texts: CSV, JSON Lines, Parquet." },
        new("--text-field") { HelpName = "FIELD", Description = "The field or column with the text; text without it." },
        new("--label-field") { HelpName = "FIELD", Description = "The field or column with the label: toxic, 1, true, yes or their opposites; is_toxic without it." });

    private static ToxicityModel Load(string? path) => path is null ? ToxicityModel.Default : ToxicityModel.Load(ByteLines.RequireFile(path));

    private static void Write(ToxicityModel model, Stream input, double threshold, bool asJson, TextWriter output)
    {
        var text = new StringBuilder();
        long number = 0;
        foreach (var line in ByteLines.Read(input))
        {
            number++;
            var score = model.Score(Encoding.UTF8.GetString(line.Span));
            var label = score >= threshold ? "toxic" : "clean";
            if (asJson)
            {
                text.Append(JsonSerializer.Serialize(new { line = number, score = Math.Round(score, 4), label }, Json));
            }
            else
            {
                text.Append(score.ToString("0.0000", CultureInfo.InvariantCulture)).Append('\t').Append(label);
            }

            text.Append('\n');
            if (text.Length > 1 << 15)
            {
                output.Write(text);
                text.Clear();
            }
        }

        output.Write(text);
    }

    private static void Write(ToxicityEvaluation evaluation, string how, TextWriter output)
    {
        output.WriteLine($"Texts      {evaluation.Texts}, {evaluation.Toxic} toxic, {how}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AUC        {evaluation.AreaUnderCurve:0.0000}"));
        foreach (var threshold in ShownThresholds)
        {
            var (precision, recall, f1) = evaluation.At(threshold);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"At {threshold:0.0}     precision {precision:0.0000}  recall {recall:0.0000}  F1 {f1:0.0000}"));
        }
    }
}
