using Sinter.Cli.Recipes;
using Sinter.Data.Tuning;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>The examples of a fine-tuning, read and divided, and what the user should know of them before it starts.</summary>
internal sealed record TuningItems
{
    private const double TestShare = 0.1;
    private const int FewestToWatch = 20;

    /// <summary>What the model learns from.</summary>
    public required IReadOnlyList<TaskItem> Train { get; init; }

    /// <summary>What is measured on the way; none where nothing is.</summary>
    public required IReadOnlyList<TaskItem> Validation { get; init; }

    /// <summary>What is measured at the end.</summary>
    public required IReadOnlyList<TaskItem> Test { get; init; }

    /// <summary>The classes, in the order of the model's outputs; none of a task without classes.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The weight of each class that makes all count alike; none of a task without classes.</summary>
    public IReadOnlyList<double> BalancedWeights { get; init; } = [];

    /// <summary>The form of the files, for people.</summary>
    public required string Form { get; init; }

    /// <summary>What was wrong with the files, each one sentence.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The parts of a cross-validation over all that trains, by their number.</summary>
    public required Func<int, IReadOnlyList<(IReadOnlyList<TaskItem> Train, IReadOnlyList<TaskItem> Test)>> Folds { get; init; }

    /// <summary>What becomes of each example of files, for the next tuning to know.</summary>
    public UpkeepExamples Examples { get; init; } = new(new(), new(), new());

    /// <summary>Reads the examples of a recipe.</summary>
    /// <param name="section">How is tuned.</param>
    /// <param name="seed">What the division goes by.</param>
    /// <param name="memory">What an earlier tuning left, from which this one goes on; null for a fresh one.</param>
    /// <exception cref="InvalidDataException">A file cannot be read, or too little is left.</exception>
    public static TuningItems Read(FinetuneSection section, int seed, UpkeepMemory? memory = null)
    {
        var options = TuningReading.Of(section);
        return section.Task switch
        {
            "classify" => Of(section, seed, memory, paths => TuningFile.ReadClassify(paths, options), static record => record.Label, static record => [record.Label]),
            "pair" => Of(section, seed, memory, paths => TuningFile.ReadPairs(paths, options), static record => record.Label, static record => record.Label is { } label ? [label] : []),
            "tokens" => Of(section, seed, memory, paths => TuningFile.ReadTokens(paths, options), null, static record => record.Tags),
            "qa" => Of(section, seed, memory, paths => TuningFile.ReadAnswers(paths, options)),
            "choice" => Of(section, seed, memory, paths => TuningFile.ReadChoices(paths, options)),
            "regress" => Of(section, seed, memory, paths => TuningFile.ReadRegress(paths, options)),
            "generate" or "seq2seq" => Of(section, seed, memory, paths => TuningFile.ReadGenerate(paths, options)),
            "instruct" => Of(section, seed, memory, paths => TuningFile.ReadInstruct(paths, options)),
            _ => throw new InvalidOperationException($"The task '{section.Task}' has no files."),
        };
    }

    /// <summary>The kind of a task.</summary>
    public static TaskKind Kind(string task) => task is "seq2seq" ? TaskKind.Generate : Enum.Parse<TaskKind>(task, ignoreCase: true);

    /// <summary>The parts of a cross-validation, each held out in turn: every class in its proportion, examples with the same input together.</summary>
    /// <param name="records">All that trains.</param>
    /// <param name="folds">How many parts.</param>
    /// <param name="seed">What the division goes by.</param>
    /// <param name="stratum">The class of an example; null for none.</param>
    /// <exception cref="InvalidDataException">There are too few different examples.</exception>
    public static IReadOnlyList<(IReadOnlyList<TaskItem> Train, IReadOnlyList<TaskItem> Test)> Divided<T>(IReadOnlyList<T> records, int folds, int seed, Func<T, string>? stratum = null)
        where T : TaskRecord
    {
        try
        {
            return [.. TuningSplit.Folds(records, folds, (ulong)seed, stratum).Select(static parts => (
                (IReadOnlyList<TaskItem>)[.. parts.Train.Select(TaskItem.Of)],
                (IReadOnlyList<TaskItem>)[.. parts.HeldOut.Select(TaskItem.Of)]))];
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"'finetune.folds' is {folds}: {fault.Message.Split(" (Parameter")[0]}", fault);
        }
    }

    private static TuningItems Of<T>(FinetuneSection section, int seed, UpkeepMemory? memory, Func<IReadOnlyList<string>, TuningData<T>> read, Func<T, string?>? stratum = null, Func<T, IEnumerable<string>>? labels = null)
        where T : TaskRecord
    {
        var data = read(section.Train);
        var remarks = data.Faults.Select(static fault => fault.Sentence).ToList();
        Func<T, string>? by = stratum is null ? null : record => stratum(record) ?? "";
        IReadOnlyList<T> train, test, replayed = [], watched = [];
        if (memory is not null)
        {
            var division = UpkeepDivision<T>.Of(data.Records, memory);
            var heldOut = division.HeldOut.ToList();
            (train, replayed, watched) = (division.New, division.Old, division.Watched);
            if (section.Test.Count > 0)
            {
                var measured = read(section.Test);
                remarks.AddRange(measured.Faults.Select(static fault => fault.Sentence));
                var known = heldOut.Select(static record => record.ContentHash()).ToHashSet();
                var seen = measured.Records.Where(record => !memory.HeldOut.Holds(record.ContentHash()) && (memory.Learned.Holds(record.ContentHash()) || memory.Watched.Holds(record.ContentHash()))).ToHashSet<T>(ReferenceEqualityComparer.Instance);
                heldOut.AddRange(measured.Records.Where(record => !seen.Contains(record) && known.Add(record.ContentHash())));
                if (seen.Count > 0)
                {
                    remarks.Add($"{Units.Count(seen.Count)} examples of 'finetune.test' were trained on by an earlier tuning; they are not measured.");
                }
            }
            else
            {
                (train, var fresh) = UpkeepDivision<T>.HoldBack(train, memory, TestShare, seed, by);
                heldOut.AddRange(fresh);
            }

            // What was held out before comes first, to be measured by itself too.
            test = [.. heldOut.OrderBy(record => memory.HeldOut.Holds(record.ContentHash()) ? 0 : 1)];
        }
        else if (section.Test.Count > 0)
        {
            var measured = read(section.Test);
            remarks.AddRange(measured.Faults.Select(static fault => fault.Sentence));
            (train, test) = (data.Records, measured.Records);
        }
        else
        {
            var parts = HoldOut(data.Records, TestShare, seed, by, "finetune.test");
            (train, test) = (parts.Train, parts.HeldOut);
        }

        if (section.Test.Count > 0)
        {
            train = MeasuredExamples.LeaveOut(train, test, "finetune.train", "finetune.test", remarks, isAll: memory is null);
        }

        if (section.MostExamples > 0 && section.MostExamples < train.Count)
        {
            train = TuningSplit.Take(train, section.MostExamples, (ulong)seed, by);
        }

        var statistics = LabelStatistics.Of(train.Concat(replayed).SelectMany(record => labels?.Invoke(record) ?? []));
        if (labels is not null && statistics.Labels.Count == 1)
        {
            throw new InvalidDataException($"All examples of 'finetune.train' have the label '{statistics.Labels[0]}'; a classifier needs at least two classes.");
        }

        if (labels is not null && statistics.NeverIn(LabelStatistics.Of(test.SelectMany(labels)), "test data") is { } never)
        {
            remarks.Add(never + " They are not measured.");
            test = [.. test.Where(record => labels(record).All(label => statistics.Count(label) > 0))];
        }

        IReadOnlyList<T> validation = [];
        if (memory is not null)
        {
            if (section.ValidationShare > 0 && section.ValidateEvery > 0 && train.Count >= FewestToWatch)
            {
                (train, validation) = UpkeepDivision<T>.HoldBack(train, memory, section.ValidationShare, seed + 1, by);
            }

            statistics = LabelStatistics.Of(train.Concat(replayed).SelectMany(record => labels?.Invoke(record) ?? []));
            validation = [.. watched.Concat(validation).Where(record => labels is null || labels(record).All(label => statistics.Count(label) > 0))];
            test = [.. test.Where(record => labels is null || labels(record).All(label => statistics.Count(label) > 0))];
        }
        else if (section.ValidationShare > 0 && section.ValidateEvery > 0 && train.Count >= FewestToWatch)
        {
            var parts = HoldOut(train, section.ValidationShare, seed + 1, by, "finetune.validationShare");
            var known = LabelStatistics.Of(parts.Train.SelectMany(record => labels?.Invoke(record) ?? []));
            (train, validation) = known.Labels.Count == statistics.Labels.Count ? (parts.Train, parts.HeldOut) : (train, []);
        }

        var examples = UpkeepExamples.Of(train, validation, test);
        if (memory is not null)
        {
            replayed = Replay(section, seed, by, replayed, train.Count, isAll: statistics.Labels.Count != memory.Task.Labels.Count);
            examples = examples with { Replayed = replayed.Count, HeldOutBefore = test.Count(record => memory.HeldOut.Holds(record.ContentHash())) };
            train = [.. train, .. replayed];
        }

        return train.Count == 0 || test.Count == 0
            ? throw new InvalidDataException($"'finetune.train' gives {train.Count} examples that train and {test.Count} that are measured; name files with more of them.")
            : new TuningItems
            {
                Train = [.. train.Select(TaskItem.Of)],
                Validation = [.. validation.Select(TaskItem.Of)],
                Test = [.. test.Select(TaskItem.Of)],
                Labels = statistics.Labels,
                BalancedWeights = statistics.Labels.Count > 0 ? statistics.BalancedWeights() : [],
                Form = data.Form,
                Remarks = remarks,
                Folds = folds => Divided([.. train, .. validation], folds, seed, by),
                Examples = examples,
            };
    }

    /// <summary>The old records that train beside so many new ones, chosen by the seed: all where nothing is new, or where a new head has to learn all classes.</summary>
    private static IReadOnlyList<T> Replay<T>(FinetuneSection section, int seed, Func<T, string>? stratum, IReadOnlyList<T> old, int fresh, bool isAll)
        where T : TaskRecord
    {
        var wanted = fresh == 0 || isAll ? old.Count : (int)Math.Min(old.Count, Math.Round(fresh * section.UpkeepReplay / (1 - section.UpkeepReplay)));
        return wanted == 0 ? [] : TuningSplit.Take(old, wanted, (ulong)seed, stratum);
    }

    private static SplitRecords<T> HoldOut<T>(IReadOnlyList<T> records, double share, int seed, Func<T, string>? stratum, string key)
        where T : TaskRecord
    {
        try
        {
            return TuningSplit.HoldOut(records, share, (ulong)seed, stratum);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"No examples can be kept back to be measured: {fault.Message.Split(" (Parameter")[0].TrimEnd('.')}; name more of them, or other files in '{key}'.", fault);
        }
    }
}
