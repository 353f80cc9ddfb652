using System.Globalization;
using Sinter.Data.Inputs;
using Sinter.Data.Tuning.Sources;

namespace Sinter.Data.Tuning;

/// <summary>Reads the records of one kind: finds which of its forms a file has, reads each record in it, and counts what is wrong.</summary>
/// <param name="task">What the records are for, within a sentence: <c>classification</c>.</param>
/// <param name="expected">The fields that are expected, within a sentence.</param>
/// <param name="example">How a user names fields, as an example.</param>
/// <param name="forms">The forms, special ones before general ones.</param>
internal sealed class TaskReader<T>(string task, string expected, string example, IReadOnlyList<RecordForm<T>> forms) : ITaskReader
    where T : TaskRecord
{
    // So many records of a file are looked at before its form is decided.
    private const int LookedAt = 100;

    // Words that tell columns apart, so that a first row of them is no record.
    private readonly HashSet<string> _usualNames = new(forms.SelectMany(static form => form.Needs).SelectMany(static role => role.Names), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether files may have a word a line.</summary>
    public bool TakesColumns { get; init; }

    /// <summary>Whether a name may be <c>LABEL=FILE</c>.</summary>
    public bool TakesLabels { get; init; }

    /// <summary>Whether two records with the same input and different targets contradict each other.</summary>
    public bool HasOneTarget { get; init; }

    /// <summary>Makes the records of all files agree with each other, where one alone does not tell; null where that is not needed.</summary>
    public Func<IReadOnlyList<T>, IReadOnlyList<T>>? Settle { get; init; }

    public string Task => task;

    public bool Fits(RecordView view) => forms.Any(form => form.Fits(view));

    /// <summary>Reads all files.</summary>
    public TuningData<T> Read(IReadOnlyList<string> paths, TuningOptions options)
    {
        options.Check();
        var run = new Run(options);
        var source = new RecordSource(options, KnownNames(options.Fields), TakesColumns);
        var files = LabelledInputs.Resolve(paths, options, TakesLabels);
        foreach (var (input, label) in files)
        {
            ReadFile(run, source, input, label);
        }

        return run.Finish(this, [.. files.Select(static file => file.Input.Name)]);
    }

    /// <summary>How many of the first records of a file are of one of the forms, and how many were looked at.</summary>
    public (int Fitting, int Looked) Count(IReadOnlyList<string> paths, TuningOptions options)
    {
        var source = new RecordSource(options, KnownNames(options.Fields), TakesColumns);
        var (input, label) = LabelledInputs.Resolve(paths, options, TakesLabels)[0];
        var layout = RecordLayout.Json;
        var views = Views(new Run(options), source.Read(input, label, found => layout = found), () => layout).Take(LookedAt).ToArray();
        return (views.Count(Fits), views.Length);
    }

    private void ReadFile(Run run, RecordSource source, InputFile input, string? label)
    {
        var layout = RecordLayout.Json;
        var looked = new List<RecordView>();
        RecordForm<T>? form = null;
        var before = run.Tally.Found;
        try
        {
            foreach (var view in Views(run, source.Read(input, label, found => layout = found), () => layout))
            {
                if (form is not null)
                {
                    ReadRecord(run, form, view);
                    continue;
                }

                looked.Add(view);
                if (looked.Count == LookedAt)
                {
                    form = Decide(looked, input.Name, run.Options);
                    looked.ForEach(known => ReadRecord(run, form, known));
                }
            }
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException($"'{input.Name}' breaks off: {fault.Message.TrimEnd('.')}.", fault);
        }

        if (form is null)
        {
            if (looked.Count > 0)
            {
                form = Decide(looked, input.Name, run.Options);
                looked.ForEach(known => ReadRecord(run, form, known));
            }
            else if (run.Tally.Found == before)
            {
                throw new InvalidDataException($"'{input.Name}' holds no records for {task}: it is empty.");
            }
        }
    }

    /// <summary>The records of a file as the forms look at them; what cannot be read is counted here.</summary>
    private IEnumerable<RecordView> Views(Run run, IEnumerable<RawRecord> records, Func<RecordLayout> layout)
    {
        foreach (var raw in records)
        {
            if (raw.Fault is { } fault)
            {
                run.Found(raw.Place);
                run.Tally.Add(fault, raw.Place, raw.Detail);
                continue;
            }

            IReadOnlyList<RecordView> views;
            try
            {
                var view = new RecordView(raw.Value, raw.Place, layout(), run.Options);
                views = Fits(view) ? [view] : RecordWrapping.Unwrap(view);
            }
            catch (InvalidOperationException)
            {
                // So the JSON reader says that bytes are not UTF-8, or that an escaped surrogate stands alone.
                run.Found(raw.Place);
                run.Tally.Add(FaultKind.InvalidText, raw.Place, "the name of a field");
                continue;
            }

            foreach (var view in views)
            {
                yield return view;
            }
        }
    }

    /// <summary>The first form that half of the records have; else the one that most have. An error where none has any.</summary>
    private RecordForm<T> Decide(List<RecordView> views, string name, TuningOptions options)
    {
        var fits = forms.Select(form => (Form: form, Count: views.Count(form.Fits))).ToArray();
        var chosen = fits.Where(fit => fit.Count * 2 >= views.Count).Append(fits.MaxBy(static fit => fit.Count)).First();
        return chosen.Count > 0 ? chosen.Form : throw new InvalidDataException(WrongFile.Sentence(name, task, expected, example, views[0], this, options));
    }

    private void ReadRecord(Run run, RecordForm<T> form, RecordView view)
    {
        var fitting = form.Fits(view) ? form : forms.FirstOrDefault(other => other.Fits(view));
        if (fitting is null)
        {
            run.Found(view.Place);
            run.Tally.Add(FaultKind.MissingField, view.Place, form.Needs.FirstOrDefault(role => !view.Has(role)) is { } role ? WrongFile.Missing(role, view) : WrongFile.NotOfForm(form.Name, view));
            return;
        }

        var parts = 0;
        try
        {
            foreach (var part in fitting.Read(view))
            {
                parts++;
                run.Add(part, view.Place, fitting.Name);
            }
        }
        catch (RecordFaultException fault)
        {
            // The record could not even be taken apart.
            run.Found(view.Place);
            run.Tally.Add(fault.Kind, view.Place, fault.Message);
            return;
        }
        catch (InvalidOperationException)
        {
            run.Found(view.Place);
            run.Tally.Add(FaultKind.InvalidText, view.Place, "");
            return;
        }

        if (parts == 0)
        {
            run.Found(view.Place);
            run.Tally.Add(FaultKind.MissingField, view.Place, "it is an empty list");
        }
    }

    private HashSet<string> KnownNames(RecordFields fields) =>
        new(_usualNames.Concat(RecordFields.Names.Select(name => FieldsByName.Of(fields, name)).OfType<string>()), StringComparer.OrdinalIgnoreCase);

    /// <summary>What one reading of files has found so far.</summary>
    private sealed class Run(TuningOptions options)
    {
        private readonly List<T> _records = [];
        private readonly HashSet<ulong> _contents = [];
        private readonly HashSet<ulong> _inputs = [];

        private readonly List<(string Form, long Count)> _forms = [];

        public TuningOptions Options => options;

        public FaultTally Tally { get; } = new();

        public void Found(RecordPlace place)
        {
            Tally.Found++;
            if (Tally.Found > options.MaximumRecords)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"There are over {options.MaximumRecords:N0} records, the limit for what is kept in memory ({place}); give fewer or smaller files."));
            }
        }

        public void Add(Func<T> read, RecordPlace place, string form)
        {
            Found(place);
            try
            {
                _records.Add(read());
            }
            catch (RecordFaultException fault)
            {
                Tally.Add(fault.Kind, place, fault.Message);
                return;
            }
            catch (InvalidOperationException)
            {
                Tally.Add(FaultKind.InvalidText, place, "");
                return;
            }

            if (_forms.FindIndex(known => known.Form == form) is var index and >= 0)
            {
                _forms[index] = (form, _forms[index].Count + 1);
            }
            else
            {
                _forms.Add((form, 1));
            }
        }

        public TuningData<T> Finish(TaskReader<T> reader, IReadOnlyList<string> files)
        {
            var records = Compared(reader.HasOneTarget);
            var faults = Tally.Faults(options.DropDuplicates);
            var broken = faults.FirstOrDefault(static fault => fault.Kind is FaultKind.Broken or FaultKind.TooLong);
            if (broken is not null && !options.AllowBroken)
            {
                throw new InvalidDataException($"{broken.Statement}; mend or remove {(broken.Count == 1 ? "it" : "them")}, or leave {(broken.Count == 1 ? "it" : "them")} out with {options.AllowBrokenName}.");
            }

            if (records.Count == 0)
            {
                throw new InvalidDataException($"No record of {string.Join(", ", files.Take(3).Select(static file => $"'{file}'"))} can be used for {reader.Task}: {faults[0].Statement}.");
            }

            if (options.MaximumFaults is { } most && Tally.LeftOut > most)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{Tally.LeftOut:N0} of {Tally.Found:N0} records cannot be used, and {most:N0} is the limit: {faults[0].Statement}."));
            }

            var forms = string.Join(", ", _forms.OrderByDescending(static form => form.Count).Take(4).Select(static form => form.Form));
            return new TuningData<T>(reader.Settle?.Invoke(records) ?? records, forms, faults, Tally.Found, files);
        }

        private List<T> Compared(bool hasOneTarget)
        {
            var kept = options.DropDuplicates ? new List<T>(_records.Count) : _records;
            foreach (var record in _records)
            {
                if (!_contents.Add(record.ContentHash()))
                {
                    Tally.Add(FaultKind.Duplicate, record.Place, "", options.DropDuplicates);
                    continue;
                }

                if (hasOneTarget && !_inputs.Add(record.InputHash()))
                {
                    Tally.Add(FaultKind.Contradiction, record.Place, "", leftOut: false);
                }

                if (options.DropDuplicates)
                {
                    kept.Add(record);
                }
            }

            return kept;
        }
    }
}
