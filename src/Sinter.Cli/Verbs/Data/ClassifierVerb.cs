using System.CommandLine;
using System.Globalization;
using System.Text;
using Sinter.Cli.Progress;
using Sinter.Data.FastText;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data classifier</c>: text classifiers in fastText's formats.</summary>
internal static class ClassifierVerb
{
    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("classifier", "Trains, applies and tests text classifiers in fastText's formats.", "sinter data classifier train labelled.txt --out quality.bin")
    {
        CreateTrain(),
        CreatePredict(),
        CreateTest(),
    };

    private static Verb CreateTrain()
    {
        var usual = new FastTextTrainingOptions();
        var file = new Argument<string>("FILE") { Description = "Lines of text, each with its labels: __label__good A line of text." };
        var target = new Option<string>("--out") { HelpName = "FILE", Description = "The model to write: .bin, or .ftz to quantize it.", Required = true };
        var rate = NumberOption.Real("--lr", "RATE", 1e-6, 1000, "The learning rate at the start; 0.1 without it.");
        var epochs = NumberOption.Whole("--epoch", "N", 1, 100_000, "How often the training goes through the lines; 5 without it.");
        var dimension = NumberOption.Whole("--dim", "N", 1, 16_384, "The width of a vector; 100 without it.");
        var wordNgrams = NumberOption.Whole("--word-ngrams", "N", 1, 255, "The longest run of words that is a feature; 1 without it.");
        var minimumCount = NumberOption.Whole("--min-count", "N", 1, int.MaxValue, "Words that are rarer have no vector; 1 without it.");
        var minimumNgram = NumberOption.Whole("--minn", "N", 0, 255, "The shortest run of characters that is a feature; 0 without it.");
        var maximumNgram = NumberOption.Whole("--maxn", "N", 0, 255, "The longest run of characters that is a feature; 0, for none, without it.");
        var buckets = NumberOption.Whole("--bucket", "N", 1, 1 << 30, "The places that runs are hashed to; 2,000,000 without it.");
        var loss = new Option<string?>("--loss") { HelpName = "NAME", Description = $"The loss: {string.Join(", ", Losses.Keys)}; softmax without it." };
        var cutoff = NumberOption.Whole("--cutoff", "N", 0, int.MaxValue, "When quantizing, keep the N features that matter most; 0, for all, without it.");
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "Where the random numbers begin; 0 without it.");
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The model does not depend on it.");
        var verb = new Verb(
            "train",
            "Trains a classifier on labelled lines, with the features of fastText; the same seed gives the same bytes at any number of threads.",
            "sinter data classifier train labelled.txt --out quality.bin --word-ngrams 2 --epoch 10",
            "sinter data classifier train labelled.txt --out quality.ftz --cutoff 100000")
        {
            file, target, rate, epochs, dimension, wordNgrams, minimumCount, minimumNgram, maximumNgram, buckets, loss, cutoff, seed, threads,
        };
        verb.SetAction(parsed =>
        {
            var options = new FastTextTrainingOptions
            {
                LearningRate = parsed.GetValue(rate) ?? usual.LearningRate,
                Epochs = parsed.GetValue(epochs) ?? usual.Epochs,
                Dimension = parsed.GetValue(dimension) ?? usual.Dimension,
                WordNgrams = parsed.GetValue(wordNgrams) ?? usual.WordNgrams,
                MinimumCount = parsed.GetValue(minimumCount) ?? usual.MinimumCount,
                MinimumNgram = parsed.GetValue(minimumNgram) ?? usual.MinimumNgram,
                MaximumNgram = parsed.GetValue(maximumNgram) ?? usual.MaximumNgram,
                Buckets = parsed.GetValue(buckets) ?? usual.Buckets,
                Loss = parsed.GetValue(loss) is { } name ? Loss(name) : usual.Loss,
                Seed = parsed.GetValue(seed) ?? usual.Seed,
                Threads = parsed.GetValue(threads) ?? usual.Threads,
            };
            return Train(parsed.GetRequiredValue(file), parsed.GetRequiredValue(target), options, parsed.GetValue(cutoff) ?? 0, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static Dictionary<string, FastTextLoss> Losses { get; } = new(StringComparer.Ordinal)
    {
        ["softmax"] = FastTextLoss.Softmax,
        ["hs"] = FastTextLoss.HierarchicalSoftmax,
        ["ns"] = FastTextLoss.NegativeSampling,
        ["ova"] = FastTextLoss.OneVersusAll,
    };

    private static FastTextLoss Loss(string name) =>
        Losses.TryGetValue(name, out var loss) ? loss : throw new UsageException($"--loss is '{name}', expected one of {string.Join(", ", Losses.Keys)}.");

    private static int Train(string file, string target, FastTextTrainingOptions options, int cutoff, TextWriter output)
    {
        var quantize = target.EndsWith(".ftz", StringComparison.OrdinalIgnoreCase);
        ByteLines.RequireFile(file);
        using var interruption = new Interruption();
        FastTextModel model;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("train");
            model = new FastTextTrainer(options).Train(file, new Reporter(progress), interruption.Token);
            if (quantize)
            {
                model = FastTextQuantizer.Quantize(model, new FastTextQuantizationOptions { Cutoff = cutoff, NormsApart = true, Seed = options.Seed, Threads = options.Threads });
            }

            model.Save(target);
            progress.End($"{model.Words} words, {model.Labels.Count} labels");
        }

        output.WriteLine($"Wrote  {target}  {Units.Bytes(new FileInfo(target).Length)}");
        return ExitCode.Done;
    }

    private static Verb CreatePredict()
    {
        var model = new Argument<string>("MODEL") { Description = "A fastText model, .bin or .ftz." };
        var file = new Argument<string>("FILE") { Description = "Lines of text; - for standard input." };
        var count = NumberOption.Whole("--k", "N", 1, 1000, "Predictions for a line; 1 without it.");
        var verb = new Verb("predict", "Writes for each line its labels with their probabilities.", "sinter data classifier predict quality.bin lines.txt", "sinter data classifier predict quality.bin - --k 3 < lines.txt")
        {
            model, file, count,
        };
        verb.SetAction(parsed =>
        {
            var loaded = FastTextModel.Load(ByteLines.RequireFile(parsed.GetRequiredValue(model)));
            var name = parsed.GetRequiredValue(file);
            using var input = ByteLines.Open(name);
            Predict(loaded, input, parsed.GetValue(count) ?? 1, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Predict(FastTextModel model, Stream input, int count, TextWriter output)
    {
        var top = new Prediction[Math.Min(count, model.Labels.Count)];
        var text = new StringBuilder();
        foreach (var line in ByteLines.Read(input))
        {
            var found = model.Predict(line.Span, top);
            text.AppendJoin(' ', top.Take(found).Select(prediction => string.Create(CultureInfo.InvariantCulture, $"{model.LabelPrefix}{model.Labels[prediction.Label]} {prediction.Probability:0.######}"))).Append('\n');
            if (text.Length > 1 << 15)
            {
                output.Write(text);
                text.Clear();
            }
        }

        output.Write(text);
    }

    private static Verb CreateTest()
    {
        var model = new Argument<string>("MODEL") { Description = "A fastText model, .bin or .ftz." };
        var file = new Argument<string>("FILE") { Description = "Lines of text with their labels." };
        var count = NumberOption.Whole("--k", "N", 1, 1000, "Predictions for a line; 1 without it.");
        var verb = new Verb("test", "Measures precision and recall on labelled lines, also by label.", "sinter data classifier test quality.bin labelled.txt")
        {
            model, file, count,
        };
        verb.SetAction(parsed =>
        {
            var predictions = parsed.GetValue(count) ?? 1;
            var lines = ByteLines.RequireFile(parsed.GetRequiredValue(file));
            var result = FastTextEvaluation.Run(FastTextModel.Load(ByteLines.RequireFile(parsed.GetRequiredValue(model))), lines, predictions);
            if (result.Examples == 0)
            {
                throw new InvalidDataException($"'{lines}' has no line with a label of the model; a label is a word that begins with __label__.");
            }

            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"Lines      {result.Examples}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Precision  {result.Precision:0.0000} (at {predictions})"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Recall     {result.Recall:0.0000} (at {predictions})"));
            foreach (var label in result.Labels)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label.Label,-24} F1 {label.F1:0.0000}  precision {label.Precision:0.0000}  recall {label.Recall:0.0000}  {label.Examples} lines"));
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private sealed class Reporter(IProgressView progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new StageProgress((long)(value * 1000), 1000, "thousandths"));
    }
}
