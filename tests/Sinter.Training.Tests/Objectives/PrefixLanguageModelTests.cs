using System.Text.Json;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tests;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class PrefixLanguageModelTests
{
    private static readonly PrefixLanguageModel Objective = new();

    [Fact]
    public void The_prefix_is_seen_whole_the_rest_token_by_token_and_only_the_rest_is_trained()
    {
        var sequence = Sequences.Of(32, Sequences.Document(12, 1, 60), Sequences.Document(9, 1, 60, seed: 2), [5]);
        var lengths = new HashSet<int>();
        for (var place = 0; place < 200; place++)
        {
            var batch = Sequences.Fill(Objective, sequence, place);
            var (targets, visible) = (batch.Values[3], batch.Values[4].Chunk(2).ToArray());
            foreach (var (start, end) in ((int, int)[])[(0, 12), (12, 21)])
            {
                var prefixEnd = visible[start][1];
                prefixEnd.ShouldBeInRange(start + 1, end - 1);
                for (var i = start; i < end; i++)
                {
                    visible[i].ShouldBe([start, Math.Max(prefixEnd, i + 1)]);
                    targets[i].ShouldBe(i >= prefixEnd - 1 && i + 1 < end ? sequence.Tokens[i + 1] : -1);
                }
            }

            lengths.Add(visible[0][1]);
            targets[21..].ShouldAllBe(static target => target == -1);
            visible[21].ShouldBe([21, 22]);
            batch.Targets.ShouldBe(targets.Count(static target => target >= 0));
        }

        lengths.Order().ShouldBe(Enumerable.Range(1, 11), "every length comes");
    }

    [Fact]
    public void The_same_place_draws_the_same_prefix()
    {
        var sequence = Sequences.Of(64, Sequences.Document(60, 1, 60));

        Sequences.Fill(Objective, sequence, 3).Values[4].ShouldBe(Sequences.Fill(Objective, sequence, 3).Values[4]);
        Sequences.Fill(Objective, sequence, 4).Values[4].ShouldNotBe(Sequences.Fill(Objective, sequence, 3).Values[4]);
    }

    [Fact]
    public void A_token_of_the_prefix_changes_all_before_it_in_the_prefix_and_one_of_the_rest_changes_nothing_before_it()
    {
        var model = TinyTraining.NewModel();
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank == 2))
        {
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight *= 10;
            }
        }

        var document = Sequences.Document(20, 1, 60);
        var batch = Enumerable.Range(0, 100).Select(place => Sequences.Fill(Objective, Sequences.Of(TinyTraining.Context, document), place)).First(static batch => batch.Values[4][1] is > 5 and < 15);
        var prefixEnd = batch.Values[4][1];
        var before = Hidden(model, batch);

        Changed(prefixEnd - 1).Min().ShouldBe(0, "the first token sees the last of the prefix");
        Changed(prefixEnd + 1).Min().ShouldBe(prefixEnd + 1, "no token sees the rest before it is there");

        IEnumerable<int> Changed(int position)
        {
            var original = batch.Values[0][position];
            batch.Values[0][position] = (original + 1) % 60;
            var after = Hidden(model, batch);
            batch.Values[0][position] = original;
            return Enumerable.Range(0, 20).Where(i => !after[i].SequenceEqual(before[i]));
        }
    }

    [Fact]
    public void The_loss_is_that_of_the_reference_in_PyTorch()
    {
        var folder = Path.Combine(OracleFolder.Path, "llama");
        var model = (Transformer)ModelWeights.Load(folder, new CpuBackend(1), trainable: true);
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected-prefix.json")));
        var rows = expected.RootElement.GetProperty("input_ids").EnumerateArray().Select(Integers).ToArray();
        var prefixes = Integers(expected.RootElement.GetProperty("prefix_lengths"));
        var time = rows[0].Length;
        var batch = new ObjectiveBatch(Objective, rows.Length, time);
        for (var row = 0; row < rows.Length; row++)
        {
            // A place that draws the prefix which the reference has.
            var place = Enumerable.Range(0, 1000).First(place => Sequences.Fill(Objective, Sequences.Of(time, rows[row]), place).Values[4][1] == prefixes[row]);
            batch.Read(new Sequences.One(Sequences.Of(time, rows[row])), place, row);
        }

        var loss = new ObjectiveProgram(model, Objective, rows.Length, time, withGradients: true).Run(batch, 1.0 / batch.Targets);

        loss.ShouldBe(expected.RootElement.GetProperty("loss").GetDouble(), tolerance: 1e-4);
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(static number => number.GetInt32())];

    private static float[][] Hidden(Transformer model, ObjectiveBatch batch)
    {
        Tensor[] inputs = [.. Objective.Inputs(1, TinyTraining.Context).Select(shape => Tensor.Input(model.Backend, shape, DataType.Int32))];
        var hidden = model.Hidden(new TextInputs(inputs[0], inputs[1], inputs[2], VisibleKeys: inputs[4]));
        var program = StepProgram.Compile(hidden);
        foreach (var i in (int[])[0, 1, 4])
        {
            batch.Values[i].CopyTo(program.Values<int>(inputs[i]));
        }

        program.Run();
        var result = program.Values<float>(hidden).ToArray().Chunk(model.Config.HiddenSize).ToArray();
        GC.KeepAlive(program);
        return result;
    }
}
