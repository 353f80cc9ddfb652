using Sinter.Data.Packing;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training.Checks;

/// <summary>Another first text of a row changes no bit of the losses of its last text: else texts that share a row would learn from each other.</summary>
internal static class NeighbourCheck
{
    public static CheckResult Run(CheckSubject subject)
    {
        if (subject.Objective.IsAcrossTexts)
        {
            return new(null, $"The objective {subject.Objective.Name} compares the texts of a pass with each other, so one may change the loss of another.");
        }

        for (var place = 0L; place < subject.Rows(64); place++)
        {
            var row = subject.Read(place);
            var groups = Groups(subject.Data, place, row);
            if (groups.Count > 1)
            {
                return Compare(subject, place, groups[0], groups[^1]);
            }
        }

        return new(null, "No row holds two texts, so none can see another.");
    }

    private static CheckResult Compare(CheckSubject subject, long place, Range first, Range last)
    {
        var program = new ObjectiveProgram(subject.Model, subject.Objective, 1, subject.Data.ContextLength, withGradients: false);
        var losses = Losses(subject.Read(place));

        // Without the targets of the last text its losses are gone: that shows which they are.
        var untrained = subject.Read(place);
        untrained.Targets.AsSpan(last).Fill(-1);
        var without = Losses(untrained);
        var changed = subject.Read(place);
        foreach (ref var token in changed.Tokens.AsSpan(first))
        {
            token = (token + 1) % subject.Data.VocabularySize;
        }

        var after = Losses(changed);
        int[] own = [.. Enumerable.Range(0, losses.Length).Where(i => losses[i] != 0 && without[i] == 0)];
        if (own.Length == 0 || losses.AsSpan().SequenceEqual(after))
        {
            return new(null, $"The losses of the objective {subject.Objective.Name} do not belong to single texts.");
        }

        if (!Filled(subject.Read(place)).SequenceEqual(Filled(changed)))
        {
            return new(null, $"What the objective {subject.Objective.Name} draws in a text depends on the other texts of its row, so their losses cannot be compared.");
        }

        var differing = own.Count(i => BitConverter.SingleToInt32Bits(losses[i]) != BitConverter.SingleToInt32Bits(after[i]));
        return new(differing == 0, differing == 0
            ? Invariant($"Another text in front changes no bit of its row neighbour's {own.Length} loss{(own.Length == 1 ? "" : "es")}.")
            : Invariant($"Another text in front changes {differing} of its row neighbour's {own.Length} loss{(own.Length == 1 ? "" : "es")}: texts that share a row see each other."));

        // What the model reads and learns in the last text: where words are drawn from the whole row, another text draws others.
        List<int> Filled(PackedSequence sequence)
        {
            var batch = new ObjectiveBatch(subject.Objective, 1, sequence.Tokens.Length);
            batch.Read(new HeldSequence(sequence, subject.Data), place, 0);
            return [.. batch.Values.SelectMany(values => values.Length == sequence.Tokens.Length ? values[last] : values.Length == losses.Length ? own.Select(i => values[i]) : [])];
        }

        float[] Losses(PackedSequence sequence)
        {
            var batch = new ObjectiveBatch(subject.Objective, 1, sequence.Tokens.Length);
            batch.Read(new HeldSequence(sequence, subject.Data), place, 0);
            program.Run(batch, 1);
            return program.Losses.ToArray();
        }
    }

    /// <summary>What belongs together in a row and is trained: examples, or documents.</summary>
    private static List<Range> Groups(ISequenceSource data, long place, PackedSequence row)
    {
        if (data is not ExampleSet set)
        {
            return [.. row.Documents().Where(document => row.Targets.AsSpan(document.Start..document.End).ContainsAnyExcept(-1)).Select(static document => document.Start..document.End)];
        }

        List<Range> groups = [];
        var start = 0;
        foreach (var example in set.ExamplesOf(place))
        {
            groups.Add(start..(start += set.Examples[example].Length));
        }

        return groups;
    }

    /// <summary>One sequence at every place.</summary>
    private sealed class HeldSequence(PackedSequence held, ISequenceSource like) : IExampleSource
    {
        public int ContextLength => like.ContextLength;

        public int VocabularySize => like.VocabularySize;

        public string TokenizerFingerprint => like.TokenizerFingerprint;

        public string OrderFingerprint => like.OrderFingerprint;

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            held.Tokens.CopyTo(tokens);
            held.Targets.CopyTo(targets);
            held.DocumentStarts.CopyTo(documentStarts);
        }

        public void Read(long place, PackedSequence sequence)
        {
            Read(place, sequence.Tokens, sequence.Targets, sequence.DocumentStarts);
            held.Segments.CopyTo(sequence.Segments, 0);
            for (var channel = 0; channel < sequence.Numbers.Count; channel++)
            {
                held.Numbers[channel].CopyTo(sequence.Numbers[channel], 0);
            }
        }
    }
}
