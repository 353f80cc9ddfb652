using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Progress;
using Sinter.Data.FastText;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data vectors</c>: vectors of words in fastText's formats.</summary>
internal static class VectorsVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data vectors train books/ --out words.bin";

    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create() => new("vectors", "Trains, asks and tests vectors of words in fastText's formats.", Example, "sinter data vectors nearest words.bin whale")
    {
        CreateTrain(),
        CreateNearest(),
        CreateAnalogy(),
        CreateTest(),
    };

    private static Verb CreateTrain()
    {
        var usual = new WordVectorOptions();
        var inputs = new Argument<string[]>("INPUT") { Description = "Files, folders or patterns of documents, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        inputs.Validators.Add(CleaningArguments.RefuseOptions);
        var target = new Option<string>("--out") { HelpName = "FILE", Description = "The vectors to write: .bin as fastText has it, or .vec as text.", Required = true };
        var model = new Option<string?>("--model") { HelpName = "NAME", Description = "What is learnt: skipgram (the words around a word) or cbow (a word from those around it); skipgram without it." };
        var dimension = NumberOption.Whole("--dim", "N", 1, 16_384, "The width of a vector; 100 without it.");
        var epochs = NumberOption.Whole("--epochs", "N", 1, 100_000, "How often the training goes through the text; 5 without it.");
        var rate = NumberOption.Real("--lr", "RATE", 1e-6, 1000, "The learning rate at the start; 0.05 without it.");
        var window = NumberOption.Whole("--window", "N", 1, 1000, "The most words on each side that are context; 5 without it.");
        var minimumCount = NumberOption.Whole("--min-count", "N", 1, int.MaxValue, "Words that are rarer have no vector of their own; 5 without it.");
        var negatives = NumberOption.Whole("--neg", "N", 1, 1000, "Words drawn by chance against each that is predicted; 5 without it.");
        var minimumNgram = NumberOption.Whole("--minn", "N", 0, 255, "The shortest run of characters that has a vector; 3 without it.");
        var maximumNgram = NumberOption.Whole("--maxn", "N", 0, 255, "The longest; 6 without it, 0 for none.");
        var buckets = NumberOption.Whole("--bucket", "N", 1, 1 << 30, "The places that runs are hashed to; 2,000,000 without it.");
        var threshold = NumberOption.Real("--sample", "SHARE", 1e-12, 1, "The share of the text from which words are left out by chance; 0.0001 without it.");
        var asIs = new Option<bool>("--as-is") { Description = "Take what stands between white space for words, as fastText does; without it words are put into lower case and freed from punctuation." };
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = "The form of the files where content and name do not show it." };
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "Where the random numbers begin; 0 without it.");
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The vectors do not depend on it.");
        var verb = new Verb(
            "train",
            "Trains vectors of words; the same seed gives the same bytes at any number of threads.",
            Example,
            "sinter data vectors train cleaned/kept/*.jsonl --out words.vec --model cbow --dim 200 --epochs 10")
        {
            inputs, target, model, dimension, epochs, rate, window, minimumCount, negatives, minimumNgram, maximumNgram, buckets, threshold, asIs, textField, format, seed, threads,
        };
        verb.SetAction(parsed =>
        {
            var options = new WordVectorOptions
            {
                Model = parsed.GetValue(model) is { } name ? Model(name) : usual.Model,
                Dimension = parsed.GetValue(dimension) ?? usual.Dimension,
                Epochs = parsed.GetValue(epochs) ?? usual.Epochs,
                LearningRate = parsed.GetValue(rate) ?? usual.LearningRate,
                Window = parsed.GetValue(window) ?? usual.Window,
                MinimumCount = parsed.GetValue(minimumCount) ?? usual.MinimumCount,
                Negatives = parsed.GetValue(negatives) ?? usual.Negatives,
                MinimumNgram = parsed.GetValue(minimumNgram) ?? usual.MinimumNgram,
                MaximumNgram = parsed.GetValue(maximumNgram) ?? usual.MaximumNgram,
                Buckets = parsed.GetValue(buckets) ?? usual.Buckets,
                SamplingThreshold = parsed.GetValue(threshold) ?? usual.SamplingThreshold,
                Seed = parsed.GetValue(seed) ?? usual.Seed,
                Threads = parsed.GetValue(threads) ?? usual.Threads,
            };
            if (options.MaximumNgram > 0 && options.MinimumNgram > options.MaximumNgram)
            {
                throw new UsageException($"--minn is {options.MinimumNgram} and --maxn {options.MaximumNgram}; the shortest may not be longer than the longest.");
            }

            var settings = new ReadSettings { TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField };
            var form = parsed.GetValue(format) is { } known ? FormatCatalog.Find(known).Name : null;
            var files = InputSet.Resolve(parsed.GetRequiredValue(inputs), InputSettings.Default);
            return Train(files, settings, form, parsed.GetValue(asIs), parsed.GetRequiredValue(target), options, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static WordVectorModel Model(string name) => name switch
    {
        "skipgram" => WordVectorModel.Skipgram,
        "cbow" => WordVectorModel.Cbow,
        _ => throw new UsageException($"--model is '{name}', expected skipgram or cbow."),
    };

    private static int Train(
        IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format, bool asIs, string target, WordVectorOptions options, TextWriter output)
    {
        using var interruption = new Interruption();
        using var text = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose);
        FastTextModel model;
        long words;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("read");
            words = Spool(inputs, settings, format, asIs, text, output, interruption.Token);
            progress.End($"{Units.Count(words)} words");
            progress.Begin("train");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            model = new WordVectorTrainer(options).Train(() => new FileStream(text.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1), "the input", new Reporter(progress), interruption.Token);
            var seconds = watch.Elapsed.TotalSeconds;
            if (target.EndsWith(".vec", StringComparison.OrdinalIgnoreCase))
            {
                new WordVectors(model).SaveText(target);
            }
            else
            {
                model.Save(target);
            }

            progress.End(string.Create(CultureInfo.InvariantCulture, $"{Units.Count(model.Words)} words have vectors; {Units.Count(words * options.Epochs / seconds)} words/s"));
        }

        output.WriteLine($"Wrote  {target}  {Units.Bytes(new FileInfo(target).Length)}");
        return ExitCode.Done;
    }

    /// <summary>Writes the words of all documents to a file of lines, and answers with their number.</summary>
    private static long Spool(IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format, bool asIs, FileStream text, TextWriter output, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        var writer = new WordVectorText(buffer) { AsIs = asIs };
        var broken = 0L;
        foreach (var outcome in inputs.SelectMany(input => DocumentReader.Read(input, settings, format)).SelectMany(static block => block.Decode()))
        {
            cancellation.ThrowIfCancellationRequested();
            broken += outcome.Broken is null ? 0 : 1;
            writer.Add(outcome.Document?.Text);
            if (buffer.WrittenCount > 1 << 20)
            {
                text.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        text.Write(buffer.WrittenSpan);
        text.Flush();
        if (broken > 0)
        {
            output.WriteLine($"{Units.Count(broken)} records could not be read and were passed over.");
        }

        return writer.Words;
    }

    private static Verb CreateNearest()
    {
        var file = VectorsFile();
        var words = new Argument<string[]>("WORD") { Description = "The words.", Arity = ArgumentArity.OneOrMore };
        words.Validators.Add(CleaningArguments.RefuseOptions);
        var count = Count();
        var verb = new Verb("nearest", "Writes the words that are nearest to each word, with their cosines.", "sinter data vectors nearest words.bin whale ship --k 5")
        {
            file, words, count,
        };
        verb.SetAction(parsed =>
        {
            var vectors = Load(parsed.GetRequiredValue(file));
            foreach (var word in parsed.GetRequiredValue(words))
            {
                parsed.InvocationConfiguration.Output.WriteLine(word);
                Write(vectors.Nearest(word, parsed.GetValue(count) ?? 10), parsed.InvocationConfiguration.Output);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb CreateAnalogy()
    {
        var file = VectorsFile();
        var words = new Argument<string[]>("WORD") { Description = "Three words: A B C asks what is to C as B is to A.", Arity = new ArgumentArity(3, 3) };
        var count = Count();
        var verb = new Verb("analogy", "Answers: what is to the third word as the second is to the first?", "sinter data vectors analogy words.bin man king woman")
        {
            file, words, count,
        };
        verb.SetAction(parsed =>
        {
            var asked = parsed.GetRequiredValue(words);
            Write(Load(parsed.GetRequiredValue(file)).Analogy(asked[0], asked[1], asked[2], parsed.GetValue(count) ?? 10), parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb CreateTest()
    {
        var file = VectorsFile();
        var similarity = new Option<string?>("--similarity") { HelpName = "FILE", Description = "Lines of two words and how alike people find them, with tabs between." };
        var analogy = new Option<string?>("--analogy") { HelpName = "FILE", Description = "Lines of four words, in sections that begin with a colon, as questions-words.txt has them." };
        var verb = new Verb("test", "Measures vectors on word pairs and analogies.", "sinter data vectors test words.bin --similarity ws353.tsv", "sinter data vectors test words.bin --analogy questions-words.txt")
        {
            file, similarity, analogy,
        };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(similarity) is null && parsed.GetValue(analogy) is null)
            {
                throw new UsageException("There is nothing to measure; give --similarity FILE, --analogy FILE, or both.");
            }

            using var interruption = new Interruption();
            var vectors = Load(parsed.GetRequiredValue(file));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(similarity) is { } pairs)
            {
                var result = WordSimilarityTest.Run(vectors, ByteLines.RequireFile(pairs));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Pairs      {result.Pairs}, {result.Scored} with vectors, {result.Known} with vectors of their own"));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Spearman   {result.Spearman:0.0000}, {result.SpearmanOfKnown:0.0000} of those with vectors of their own"));
            }

            if (parsed.GetValue(analogy) is { } questions)
            {
                var result = WordAnalogyTest.Run(vectors, ByteLines.RequireFile(questions), 0, interruption.Token);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Questions  {result.Questions}, {result.Known} of known words"));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Accuracy   {result.Accuracy:0.0000} of those ({result.Right} right)"));
                foreach (var section in result.Sections.Where(static section => section.Known > 0))
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{section.Name,-30} {(double)section.Right / section.Known:0.0000}  {section.Right} of {section.Known}"));
                }
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static Argument<string> VectorsFile() => new("FILE") { Description = "Vectors: a fastText model (.bin, .ftz) or a text file (.vec)." };

    private static Option<int?> Count() => NumberOption.Whole("--k", "N", 1, 10_000, "How many; 10 without it.");

    private static WordVectors Load(string path) => WordVectors.Load(ByteLines.RequireFile(path));

    private static void Write(IReadOnlyList<WordNeighbour> neighbours, TextWriter output)
    {
        foreach (var neighbour in neighbours)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {neighbour.Similarity:0.0000}  {neighbour.Word}"));
        }

        if (neighbours.Count == 0)
        {
            output.WriteLine("  nothing is known of it");
        }
    }

    private sealed class Reporter(IProgressView progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new StageProgress((long)(value * 1000), 1000, "thousandths"));
    }
}
