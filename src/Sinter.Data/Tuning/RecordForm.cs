namespace Sinter.Data.Tuning;

/// <summary>A form in which files hold records of a kind.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class RecordForm<T>
    where T : TaskRecord
{
    private readonly Func<RecordView, bool>? _when;

    private RecordForm(string name, IReadOnlyList<FieldRole> needs, Func<RecordView, IEnumerable<Func<T>>> read, Func<RecordView, bool>? when)
    {
        Name = name;
        Needs = needs;
        Read = read;
        _when = when;
    }

    /// <summary>The name of the form, for people.</summary>
    public string Name { get; }

    /// <summary>The fields without which a record is not of this form.</summary>
    public IReadOnlyList<FieldRole> Needs { get; }

    /// <summary>Makes what a record of a file holds; each part may fail by itself with a <see cref="RecordFaultException"/>.</summary>
    public Func<RecordView, IEnumerable<Func<T>>> Read { get; }

    /// <summary>A form with one record of the kind in each record of a file.</summary>
    public static RecordForm<T> One(string name, IReadOnlyList<FieldRole> needs, Func<RecordView, T> read, Func<RecordView, bool>? when = null) =>
        new(name, needs, view => [() => read(view)], when);

    /// <summary>A form with any number of them.</summary>
    public static RecordForm<T> Many(string name, IReadOnlyList<FieldRole> needs, Func<RecordView, IEnumerable<Func<T>>> read, Func<RecordView, bool>? when = null) =>
        new(name, needs, read, when);

    /// <summary>Whether a record is of this form, whatever its fields hold.</summary>
    public bool Fits(RecordView view)
    {
        if (!Needs.All(view.Has))
        {
            return false;
        }

        try
        {
            return _when is null || _when(view);
        }
        catch (Exception fault) when (fault is InvalidOperationException or RecordFaultException)
        {
            // A text that is not valid Unicode, or a value of another type: reading it by its fields says so.
            return Needs.Count > 0;
        }
    }
}
