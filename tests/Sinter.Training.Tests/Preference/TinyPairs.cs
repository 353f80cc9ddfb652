using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Preference;

/// <summary>Made-up pairs of completions, and what a model says of them computed anew from its logits in double precision.</summary>
internal static class TinyPairs
{
    /// <summary>Pairs whose chosen completions say low tokens and whose rejected ones say high tokens, of all lengths; the mark is the number of the pair.</summary>
    public static Example[] Make(int count, ulong seed = 1)
    {
        var random = new RandomStream(seed, "pairs");
        var examples = new Example[count];
        for (var i = 0; i < count; i++)
        {
            int[] prompt = [.. Enumerable.Range(0, 1 + (int)random.NextBelow(5)).Select(_ => (int)random.NextBelow(TinyTraining.Vocabulary))];
            examples[i] = new Example([Passage(prompt, Completion(0), i), Passage(prompt, Completion(TinyTraining.Vocabulary / 2), i)]);
        }

        return examples;

        int[] Completion(int from) => [.. Enumerable.Range(0, 1 + (int)random.NextBelow(7)).Select(_ => from + (int)random.NextBelow(TinyTraining.Vocabulary / 2))];
    }

    /// <summary>A prompt with a trained completion.</summary>
    public static Passage Passage(int[] prompt, int[] completion, float mark)
    {
        int[] tokens = [.. prompt, .. completion];
        float[] marks = [.. tokens.Select(_ => mark)];
        return Sinter.Training.Examples.Passage.OfText(tokens, [.. tokens.Select((_, i) => i >= prompt.Length)]) with { Numbers = [new float[tokens.Length], marks] };
    }

    /// <summary>A model with weights of its own, which are larger than those that a training begins with, so that it has opinions.</summary>
    public static Model NewModel(ulong seed, ModelConfig? config = null, int threads = 1)
    {
        var model = Model.Create(config ?? TinyTraining.Config, new CpuBackend(threads));
        model.Initialize(seed);
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Role != ParameterRole.Vector))
        {
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value *= 6;
            }
        }

        return model;
    }

    /// <summary>The log-probability of a passage's targets, and how many there are, from the logits of the passage alone.</summary>
    public static (double Sum, int Tokens) LogProbability(Model model, Passage passage)
    {
        var time = passage.Tokens.Length;
        Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [1, time], DataType.Int32))];
        var logits = model.Logits(((TextModel)model).Hidden(new TextInputs(inputs[0], inputs[1], inputs[2])));
        var program = StepProgram.Compile(logits);
        passage.Tokens.CopyTo(program.Values<int>(inputs[0]));
        if (program.Holds(inputs[1]))
        {
            Enumerable.Range(0, time).ToArray().CopyTo(program.Values<int>(inputs[1]));
        }

        program.Run();
        var (sum, tokens) = (0.0, 0);
        for (var t = 0; t < time; t++)
        {
            if (passage.Targets[t] >= 0)
            {
                var row = program.Values<float>(logits).Slice(t * model.Config.VocabularySize, model.Config.VocabularySize).ToArray();
                var largest = (double)row.Max();
                sum += row[passage.Targets[t]] - largest - Math.Log(row.Sum(value => Math.Exp(value - largest)));
                tokens++;
            }
        }

        return (sum, tokens);
    }

    /// <summary>The loss of all rows at once and, where asked for, the gradients, batch by batch.</summary>
    public static (double Loss, float[] Gradients) Run(Model model, Objective objective, ExampleSet rows, int batchSize, int targets, bool withGradients = true)
    {
        foreach (var parameter in model.Parameters.Trained)
        {
            parameter.Gradient.AsSpan<float>().Clear();
        }

        var program = new ObjectiveProgram(model, objective, batchSize, rows.ContextLength, withGradients);
        var batch = new ObjectiveBatch(objective, batchSize, rows.ContextLength);
        var (loss, seen) = (0.0, 0);
        for (var first = 0L; first < rows.Sequences; first += batchSize)
        {
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

            loss += program.Run(batch, 1.0 / targets);
            seen += batch.Targets;
        }

        seen.ShouldBe(targets);
        return (loss, withGradients ? [.. model.Parameters.Trained.SelectMany(static parameter => parameter.Gradient.ToArray<float>())] : []);
    }

    /// <summary>Moves all weights along a direction that is drawn from a seed.</summary>
    public static float[] Direction(Model model, ulong seed)
    {
        var random = new RandomStream(seed, "direction");
        return [.. model.Parameters.Trained.SelectMany(parameter => Enumerable.Range(0, (int)parameter.Value.Shape.Count).Select(_ => (float)random.NextNormal()))];
    }

    /// <summary>Adds so much of a direction to the weights.</summary>
    public static void Move(Model model, float[] direction, double step)
    {
        var place = 0;
        foreach (var parameter in model.Parameters.Trained)
        {
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value += (float)(step * direction[place++]);
            }
        }
    }
}
