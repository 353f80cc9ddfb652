namespace Sinter.Data.Tuning;

/// <summary>The records of labelled files, in memory, in the order of the files, and what was wrong with the others.</summary>
/// <typeparam name="T">The kind of the records.</typeparam>
public sealed class TuningData<T>
    where T : TaskRecord
{
    internal TuningData(IReadOnlyList<T> records, string form, IReadOnlyList<RecordFault> faults, long found, IReadOnlyList<string> files)
    {
        Records = records;
        Form = form;
        Faults = faults;
        Found = found;
        Files = files;
    }

    /// <summary>The records without faults; at least one.</summary>
    public IReadOnlyList<T> Records { get; }

    /// <summary>The form that was recognised, for people: <c>Alpaca (instruction, input, output)</c>; several with commas where files or records differ.</summary>
    public string Form { get; }

    /// <summary>The faults, those with the most records first; none where all is well. Each is to be told to the user before training.</summary>
    public IReadOnlyList<RecordFault> Faults { get; }

    /// <summary>How many records were found, good and bad.</summary>
    public long Found { get; }

    /// <summary>The files as messages name them, in the order in which they were read.</summary>
    public IReadOnlyList<string> Files { get; }
}
