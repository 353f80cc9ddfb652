using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Programs;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training.Preference;

/// <summary>The log-probabilities that a model gives to the trained tokens of examples, several examples in a row and several rows at once.</summary>
internal static class CompletionScorer
{
    /// <summary>Rows shorter than this are filled with several examples.</summary>
    private const int UsualRow = 256;
    private const int TextInputs = 4;

    /// <summary>For each example and each of its passages the log-probability of each target in nats, 0 where there is none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="batchSize">Rows in one pass.</param>
    /// <param name="withoutAdapter">Whether the model computes without its adapter.</param>
    /// <param name="progress">Is told how many examples are done.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="InvalidDataException">A passage is longer than the context of the model.</exception>
    public static float[][][] Score(Model model, IReadOnlyList<Example> examples, int batchSize, bool withoutAdapter, Action<int>? progress, CancellationToken cancellation)
    {
        if (examples.Count == 0)
        {
            return [];
        }

        var rows = new ExampleSet(examples, Math.Max(UsualRow, examples.Max(static example => example.Length)), model.Config.VocabularySize);
        if (rows.LongestPassage > model.Config.ContextLength)
        {
            throw new InvalidDataException(FormattableString.Invariant($"A text has {rows.LongestPassage} tokens and the model's context {model.Config.ContextLength}; cut the texts."));
        }

        if (!withoutAdapter)
        {
            CheckAdapter(model);
        }

        batchSize = (int)Math.Min(batchSize, rows.Sequences);

        // The objective of single completions reads any examples; of its inputs the first four are the text and its targets.
        var objective = new KtoObjective();
        var batch = new ObjectiveBatch(objective, batchSize, rows.ContextLength);
        var inputs = objective.Inputs(batchSize, rows.ContextLength).Take(TextInputs).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32)).ToArray();
        var (program, output) = Compile(model, inputs, withoutAdapter);
        var scores = new float[examples.Count][][];
        var done = 0;
        for (var first = 0L; first < rows.Sequences; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var row = 0; row < batchSize; row++)
            {
                if (first + row < rows.Sequences)
                {
                    batch.Read(rows, first + row, row);
                }
                else
                {
                    batch.Clear(row);
                }
            }

            for (var i = 0; i < inputs.Length; i++)
            {
                if (program.Holds(inputs[i]))
                {
                    batch.Values[i].CopyTo(program.Values<int>(inputs[i]));
                }
            }

            program.Run();
            var values = program.Values<float>(output);
            for (var row = 0; row < batchSize && first + row < rows.Sequences; row++)
            {
                var place = row * rows.ContextLength;
                foreach (var example in rows.ExamplesOf(first + row))
                {
                    scores[example] = new float[examples[example].Passages.Count][];
                    for (var passage = 0; passage < scores[example].Length; passage++)
                    {
                        var length = examples[example].Passages[passage].Tokens.Length;
                        scores[example][passage] = values.Slice(place, length).ToArray();
                        place += length;
                    }

                    done++;
                }
            }

            progress?.Invoke(done);
        }

        return scores;
    }

    /// <summary>Refuses adapters that stand in front of texts: examples of completions leave them no places, since the reference has none.</summary>
    /// <exception cref="InvalidDataException">The model has such an adapter.</exception>
    public static void CheckAdapter(Model model)
    {
        if (model.Adapter is { VirtualTokens: > 0 })
        {
            throw new InvalidDataException("An adapter that stands in front of texts, as of prefix and prompt tuning, does not learn from preferences; take LoRA, DoRA or all weights.");
        }
    }

    private static (StepProgram Program, Tensor Output) Compile(Model model, Tensor[] inputs, bool withoutAdapter)
    {
        var before = model.LeavesAdapterOut;
        model.LeavesAdapterOut = withoutAdapter;
        try
        {
            var hidden = ((TextModel)model).Hidden(new Models.TextInputs(inputs[0], inputs[1], inputs[2]));
            var output = model.TokenLogProbabilities(hidden, inputs[3]);
            return (StepProgram.Compile(output), output);
        }
        finally
        {
            model.LeavesAdapterOut = before;
        }
    }
}
