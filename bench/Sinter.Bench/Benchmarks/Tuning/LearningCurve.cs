using System.Globalization;
using System.Text;
using Sinter.Data;
using Sinter.Data.Tuning;
using Sinter.Evaluation;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tokenizers;
using Sinter.Training;
using Sinter.Training.Tasks;
using Sinter.Training.Tuning;

namespace Sinter.Bench.Benchmarks.Tuning;

/// <summary>
/// How accurate tuned classifiers are by the number of labels that they learn from: each model whole, frozen, with LoRA and from random weights, on the same examples, with several seeds. A seed draws the labels, the head and the
/// order. The head of a pre-trained model is fitted first. Held out is every text whose hash, seeded with 42, is a multiple of ten, whatever the seed; the texts of a pre-training must have been divided so too.
/// </summary>
/// <param name="models">Folders of pre-trained models, with their names.</param>
/// <param name="files">The labelled texts, as <c>LABEL=FILE</c>.</param>
internal sealed class LearningCurve(IReadOnlyList<(string Name, string Folder)> models, IReadOnlyList<string> files)
{
    private const int TestPart = 10;
    private const int TestSeed = 42;
    private const int FewestSteps = 60;
    private const int MostSteps = 400;
    private const int ExamplesPerStep = 32;
    private const int MostTested = 1000;

    /// <summary>What is compared where nothing else is asked for, each with its learning rate.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["full=1e-3", "features=0", "lora=3e-3", "scratch=1e-3"];

    /// <summary>Measures, writing a line for each number of labels, model and method as they come.</summary>
    public void Run(IReadOnlyList<int> sizes, IReadOnlyList<int> seeds, IReadOnlyList<string> methods, int threads, TextWriter output)
    {
        var records = TuningFile.ReadClassify(files).Records;
        var labels = LabelStatistics.Of(records).Labels;
        var pool = records.Where(static record => !IsTest(record)).ToList();
        var test = records.Where(IsTest).OrderBy(static record => StableHash.Of(record.Text)).Take(MostTested).Select(TaskItem.Of).ToList();
        output.WriteLine($"Methods and rates: {string.Join(", ", methods)}.");
        output.WriteLine($"{pool.Count} texts to draw from, {test.Count} held out; seeds {string.Join(", ", seeds)}; {FewestSteps} to {MostSteps} steps of about {ExamplesPerStep} texts.");
        output.WriteLine();
        output.WriteLine($"| model | method |{string.Concat(sizes.Select(static size => string.Create(CultureInfo.InvariantCulture, $" {size} |")))}");
        output.WriteLine($"|---|---|{string.Concat(sizes.Select(static _ => "---:|"))}");
        foreach (var (name, folder) in models)
        {
            foreach (var (method, rate) in methods.Select(MethodOf))
            {
                var line = new StringBuilder($"| {name} | {NameOf(method)} |");
                foreach (var size in sizes)
                {
                    var accuracies = seeds.Select(seed => Accuracy(folder, method, rate, labels, Drawn(pool, size, seed), test, seed, threads)).ToList();
                    line.Append(Shown(accuracies));
                }

                output.WriteLine(line);
                output.Flush();
            }
        }

        var bag = new StringBuilder("| bag of words | naive Bayes |");
        foreach (var size in sizes)
        {
            bag.Append(Shown([.. seeds.Select(seed => BagOfWords
                .Train(Drawn(pool, size, seed).Select(item => (item.Text, labels.ToList().IndexOf(item.Label!))), labels.Count)
                .Accuracy([.. test.Select(item => (item.Text, labels.ToList().IndexOf(item.Label!)))]))]));
        }

        output.WriteLine(bag);
    }

    private static bool IsTest(ClassifyRecord record) => StableHash.Of(record.Text, TestSeed) % TestPart == 0;

    private static (TuningMethod Method, double Rate) MethodOf(string text)
    {
        var parts = text.Split('=');
        return (Enum.Parse<TuningMethod>(parts[0], ignoreCase: true), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string NameOf(TuningMethod method) => method switch
    {
        TuningMethod.Full => "whole",
        TuningMethod.Features => "frozen",
        TuningMethod.Scratch => "from scratch",
        TuningMethod.Lora => "LoRA",
        _ => method.ToString(),
    };

    private static string Shown(List<double> accuracies)
    {
        var mean = accuracies.Average();
        var spread = accuracies.Count < 2 ? 0 : Math.Sqrt(accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (accuracies.Count - 1));
        return string.Create(CultureInfo.InvariantCulture, $" {100 * mean:0.0} ± {100 * spread:0.0} |");
    }

    private static List<TaskItem> Drawn(List<ClassifyRecord> pool, int size, int seed) =>
        [.. TuningSplit.Take(pool, Math.Min(size, pool.Count), (ulong)seed, static record => record.Label).Select(TaskItem.Of)];

    private static double Accuracy(string folder, TuningMethod method, double rate, IReadOnlyList<string> labels, List<TaskItem> train, List<TaskItem> test, int seed, int threads)
    {
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = labels };
        var tokenizer = Tokenizer.Load(folder);
        var backend = new CpuBackend(threads);
        Models.Model model;
        if (method == TuningMethod.Features)
        {
            var loaded = TaskModel.Load(folder, task, backend, (ulong)seed);
            FeatureTuning.Fit(loaded, tokenizer, task, train);
            model = loaded.Model;
        }
        else
        {
            var checkpoints = Directory.CreateTempSubdirectory("sinter-curve-").FullName;
            var tuning = TaskTuning.Prepare(folder, task, tokenizer, train, [], backend, new TaskTuningOptions
            {
                Method = method,
                FitsHeadFirst = method != TuningMethod.Scratch,
                ExamplesPerStep = ExamplesPerStep,
                Objective = new TaskObjectiveOptions { TokenDropout = 0.1, Blank = tokenizer.TokenId("[MASK]") ?? tokenizer.EndOfText ?? 0, LabelSmoothing = 0.1, Seed = (ulong)seed },
                Training = new TrainingOptions
                {
                    Steps = Math.Clamp(3 * train.Count / ExamplesPerStep, FewestSteps, MostSteps),
                    LearningRate = rate,
                    MinimumLearningRate = 0,
                    WarmupSteps = 10,
                    AdamW = new AdamWOptions { WeightDecay = 0.05 },
                    Seed = (ulong)seed,
                },
            });
            new Trainer(tuning.Model, tuning.Data, null, tuning.Options, checkpoints, new Silent()).Run();
            Directory.Delete(checkpoints, recursive: true);
            model = tuning.Merged(folder);
        }

        var predictions = new TaskPredictor(model, tokenizer, task).Predict(test);
        return predictions.Index().Count(entry => entry.Item.Label == test[entry.Index].Label) / (double)test.Count;
    }

    /// <summary>Says nothing.</summary>
    private sealed class Silent : ITrainingObserver
    {
        public void OnStep(StepMetrics metrics)
        {
        }

        public void OnValidation(ValidationMetrics metrics)
        {
        }

        public void OnSample(int step)
        {
        }

        public void OnResume(int step)
        {
        }

        public void OnWarning(string sentence)
        {
        }
    }
}
