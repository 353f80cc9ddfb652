using Sinter.Models.Tests.Adapters;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Tests.Transformers;

/// <summary>What a program was recorded with is the memory of the weights, not what stood there then.</summary>
public sealed class RecordedWeightsTests
{
    private const int Time = AdapterModels.Time;

    public static TheoryData<ModelFamily, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ModelFamily, bool>();
            foreach (var family in (ModelFamily[])[ModelFamily.Bert, ModelFamily.Roberta, ModelFamily.Bart, ModelFamily.T5, ModelFamily.Gpt2, ModelFamily.Gemma2])
            {
                cases.Add(family, true);
                cases.Add(family, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_program_computes_with_the_weights_as_they_are_when_it_runs(ModelFamily family, bool trainable)
    {
        var (model, other) = (Drawn(Config(family), trainable, seed: 1), Drawn(Config(family), trainable, seed: 2));
        var run = Record(model);
        var before = run();

        foreach (var parameter in model.Parameters.All)
        {
            parameter.Value.CopyFrom(other.Parameters[parameter.Name].Value.ToArray<float>());
        }

        var after = run();
        after.SequenceEqual(Record(other)()).ShouldBeTrue();
        after.SequenceEqual(before).ShouldBeFalse();
    }

    [Theory]
    [InlineData("tokenTypes")]
    [InlineData("positions")]
    public void Each_table_that_a_model_adds_is_read_when_the_program_runs(string table)
    {
        // Nothing else changes, so that no other part can hide it.
        var model = Drawn(Config(table == "positions" ? ModelFamily.Roberta : ModelFamily.Bert), trainable: false, seed: 1);
        var run = Record(model);
        var before = run();

        foreach (ref var value in model.Weight(table).AsSpan<float>())
        {
            value = -value;
        }

        var after = run();
        after.SequenceEqual(before).ShouldBeFalse();
        after.SequenceEqual(Record(model)()).ShouldBeTrue();
    }

    [Fact]
    public void Without_segments_the_first_is_trained_and_each_step_sees_what_the_last_one_learned()
    {
        var model = Drawn(Config(ModelFamily.Bert), trainable: true, seed: 1);
        var first = model.Weight("tokenTypes").ToArray<float>();
        var pass = AdapterModels.Pass(model);
        var optimizer = new AdamW(model.Parameters, new AdamWOptions { WeightDecay = 0 });
        for (var step = 0; step < 4; step++)
        {
            // The loss of a model that was just read from what the steps before have left.
            var loaded = Drawn(Config(ModelFamily.Bert), trainable: true, seed: 9);
            foreach (var parameter in loaded.Parameters.All)
            {
                parameter.Value.CopyFrom(model.Parameters[parameter.Name].Value.ToArray<float>());
            }

            var expected = AdapterModels.Pass(loaded)();
            model.Parameters.ClearGradients();
            pass().ShouldBe(expected, $"step {step}");
            var gradient = model.Parameters["tokenTypes"].Gradient.ToArray<float>();
            gradient.Take(model.Config.HiddenSize).ShouldContain(static value => value != 0);
            gradient.Skip(model.Config.HiddenSize).ShouldAllBe(static value => value == 0);
            gradient.ShouldBe(loaded.Parameters["tokenTypes"].Gradient.ToArray<float>());
            optimizer.Step(0.02);
        }

        var last = model.Weight("tokenTypes").ToArray<float>();
        last[..model.Config.HiddenSize].ShouldNotBe(first[..model.Config.HiddenSize]);
        last[model.Config.HiddenSize..].ShouldBe(first[model.Config.HiddenSize..]);
    }

    private static ModelConfig Config(ModelFamily family) => FamilyDefaults.Apply(AdapterModels.Config with { Family = family, KeyValueHeads = 4 });

    private static Model Drawn(ModelConfig config, bool trainable, ulong seed)
    {
        var model = Model.Create(config, new CpuBackend(1), trainable);
        foreach (var parameter in model.Parameters.All)
        {
            var random = new RandomStream(seed, parameter.Name);
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value = (float)((parameter.Role == ParameterRole.Vector ? 1 : 0) + (0.2 * random.NextNormal()));
            }
        }

        return model;
    }

    /// <summary>Compiles the hidden states of a row; what comes back runs the program.</summary>
    private static Func<float[]> Record(Model model)
    {
        var integers = Enumerable.Range(0, 6).Select(_ => Tensor.Input(model.Backend, [1, Time], DataType.Int32)).ToArray();
        var ranges = Tensor.Input(model.Backend, [1, Time, 2], DataType.Int32);
        var hidden = model is EncoderDecoder pair
            ? pair.Hidden(new SourceTargetInputs(integers[0], integers[1], integers[2], integers[3], integers[4], integers[5], ranges))
            : ((TextModel)model).Hidden(new TextInputs(integers[0], integers[1], integers[2]));
        var program = StepProgram.Compile(hidden);
        return () =>
        {
            for (var i = 0; i < Time; i++)
            {
                Put(integers[0], i, (7 + (5 * i)) % model.Config.VocabularySize);
                Put(integers[3], i, (3 + (11 * i)) % model.Config.VocabularySize);
                Put(integers[1], i, i);
                Put(integers[4], i, i);
                Put(integers[2], i, 0);
                Put(integers[5], i, 0);
                Put(ranges, 2 * i, 0);
                Put(ranges, (2 * i) + 1, Time);
            }

            program.Run();
            return program.Values<float>(hidden).ToArray();
        };

        void Put(Tensor input, int at, int value)
        {
            if (program.Holds(input))
            {
                program.Values<int>(input)[at] = value;
            }
        }
    }
}
