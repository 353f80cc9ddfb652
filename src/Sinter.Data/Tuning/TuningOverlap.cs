using System.Globalization;

namespace Sinter.Data.Tuning;

/// <summary>Records of a test that a model sees in training, near enough: letter case, punctuation and space aside, their inputs are the same. What is measured on them says nothing.</summary>
/// <param name="Count">How many records of the test have the input of a record of the training.</param>
/// <param name="Of">How many records the test has.</param>
/// <param name="First">Where the first of them stands.</param>
/// <param name="FirstInTraining">Where the record of the training stands that it equals.</param>
public sealed record TuningOverlap(int Count, int Of, RecordPlace First, RecordPlace FirstInTraining)
{
    /// <summary>A warning of one sentence; null where nothing overlaps.</summary>
    public string? Sentence => Count == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{Count:N0} of {Of:N0} test records {(Count == 1 ? "stands" : "stand")} in the training data too, letter case, punctuation and space aside (first: {First}, as {FirstInTraining}); what is measured on {(Count == 1 ? "it" : "them")} says little.");

    /// <summary>
    /// The records of a training that are not in a test, and how much both shared: what is measured must not be learned. All records of the training with such an input are left out, however often it stands there.
    /// </summary>
    /// <param name="training">The records that train.</param>
    /// <param name="test">The records that are measured.</param>
    /// <returns>The records that may train, in their order, and what was found.</returns>
    public static (IReadOnlyList<T> Training, TuningOverlap Found) LeftOut<T>(IReadOnlyList<T> training, IReadOnlyList<T> test)
        where T : TaskRecord
    {
        var found = Between(training, test);
        if (found.Count == 0)
        {
            return (training, found);
        }

        var measured = test.Select(NormalisedHash).ToHashSet();
        return ([.. training.Where(record => !measured.Contains(NormalisedHash(record)))], found);
    }

    /// <summary>Compares the records of a test with those of a training.</summary>
    public static TuningOverlap Between<T>(IReadOnlyList<T> training, IReadOnlyList<T> test)
        where T : TaskRecord
    {
        var known = new Dictionary<ulong, RecordPlace>(training.Count);
        foreach (var record in training)
        {
            known.TryAdd(NormalisedHash(record), record.Place);
        }

        var count = 0;
        var (first, firstInTraining) = (default(RecordPlace), default(RecordPlace));
        foreach (var record in test)
        {
            if (known.TryGetValue(NormalisedHash(record), out var place))
            {
                (first, firstInTraining) = count++ == 0 ? (record.Place, place) : (first, firstInTraining);
            }
        }

        return new TuningOverlap(count, test.Count, first, firstInTraining);
    }

    /// <summary>Questions about one context are not the same record: so what tells them apart counts too.</summary>
    private static ulong NormalisedHash(TaskRecord record) => record.Inputs.Concat(record.Details).Aggregate(0UL, static (hash, text) => StableHash.Of(Normalised(text), hash + 1));

    private static char[] Normalised(string text)
    {
        var letters = new char[text.Length];
        var count = 0;
        foreach (var sign in text)
        {
            if (char.IsLetterOrDigit(sign) || char.IsSurrogate(sign))
            {
                letters[count++] = char.ToLowerInvariant(sign);
            }
            else if (count > 0 && letters[count - 1] != ' ')
            {
                letters[count++] = ' ';
            }
        }

        // A text of signs alone is itself.
        return count == 0 ? text.ToCharArray() : letters[..(letters[count - 1] == ' ' ? count - 1 : count)];
    }
}
