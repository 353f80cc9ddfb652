using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Core;

/// <summary>Tensors in 16-bit storage: what they take, what may read them, and how gradients pass.</summary>
public sealed class NarrowTensorTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float16)]
    public void A_narrow_tensor_takes_two_bytes_an_element_and_is_cast_from_and_to_every_type(DataType narrow)
    {
        // More than one task, and an odd rest.
        var values = Enumerable.Range(0, 40_001).Select(i => MathF.Sin(i) * 3).ToArray();
        var expected = values.Select(value => narrow == DataType.BFloat16 ? (BFloat16)value : (float)(Half)value).ToArray();
        var other = narrow == DataType.BFloat16 ? DataType.Float16 : DataType.BFloat16;

        var x = Tensor.From<float>(Cpu, values, [values.Length]).Cast(narrow);

        x.ByteCount.ShouldBe(2 * values.Length);
        x.Cast(narrow).ShouldBeSameAs(x);
        x.Cast(DataType.Float32).ToArray<float>().ShouldBe(expected);
        x.Cast(DataType.Float64).ToArray<double>().ShouldBe(expected.Select(value => (double)value));
        Tensor.From<double>(Cpu, values.Select(value => (double)value).ToArray(), [values.Length]).Cast(narrow).Cast(DataType.Float32).ToArray<float>().ShouldBe(expected);
        x.Cast(other).Cast(DataType.Float32).ToArray<float>()
            .ShouldBe(expected.Select(value => other == DataType.BFloat16 ? (BFloat16)value : (float)(Half)value));
    }

    [Fact]
    public void Narrow_elements_are_read_and_written_in_their_own_types()
    {
        var x = Tensor.From<Half>(Cpu, [(Half)1, (Half)2], [2]);
        x.AsSpan<Half>()[1] = (Half)5;

        (x + Tensor.From<BFloat16>(Cpu, [(BFloat16)0.5f, (BFloat16)(-1)], [2])).ToArray<float>().ShouldBe([1.5f, 4]);
        Should.Throw<ArgumentException>(() => x.AsSpan<BFloat16>());
    }

    [Fact]
    public void An_operation_that_cannot_read_narrow_storage_is_given_a_cast()
    {
        var x = Tensor.From<BFloat16>(Cpu, [(BFloat16)1, (BFloat16)3], [1, 2]);
        var y = Tensor.From<float>(Cpu, [0.001f, 1], [1, 2]);

        // The sum is in single precision: bfloat16 has no 3.001.
        (x + y).ToArray<float>().ShouldBe([1.001f, 4]);
        x.Exp().Type.ShouldBe(DataType.Float32);
        y.Linear(x).ToArray<float>()[0].ShouldBe(3.001f, 1e-6f);
        Should.Throw<ArgumentException>(() => new OneHot(3, DataType.Float16).Apply(Tensor.Zeros(Cpu, [2], DataType.Int32))).Message
            .ShouldBe("OneHot cannot write Float16, a type for storage; cast its result.");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2], DataType.Int32).Cast(DataType.Float16)).Message.ShouldStartWith("Cast was given [2] Int32");
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2]).Cast(DataType.Int32)).Message.ShouldStartWith("Cast was given [2] Float32");
    }

    [Fact]
    public void Gradients_of_narrow_tensors_are_single_precision_and_not_rounded_on_the_way()
    {
        var table = Tensor.From<BFloat16>(Cpu, [.. Enumerable.Range(1, 6).Select(i => (BFloat16)i)], [3, 2], requiresGradient: true);
        var factors = Tensor.From<float>(Cpu, [1.00001f, 2, 3, 4], [2, 2], requiresGradient: true);

        var product = table.Gather(Tensor.From<int>(Cpu, [2, 0], [2])) * factors.Cast(DataType.Float16);
        var gradients = Gradients.Of(product.Sum(), table, factors);

        gradients[0].Type.ShouldBe(DataType.Float32);
        gradients[0].ToArray<float>().ShouldBe([3, 4, 0, 0, 1, 2]);
        gradients[1].ToArray<float>().ShouldBe([5, 6, 1, 2]);
        Gradients.Of(factors.Sum(), table)[0].ToArray<float>().ShouldBe(new float[6]);
    }

    [Fact]
    public void A_program_trains_narrow_parameters_and_narrow_inputs()
    {
        var weight = new Parameter(
            "weight", Tensor.From<BFloat16>(Cpu, [(BFloat16)1, (BFloat16)2, (BFloat16)3, (BFloat16)4], [2, 2], requiresGradient: true), Tensor.Zeros(Cpu, [2, 2]));
        var x = Tensor.Input(Cpu, [1, 2], DataType.Float16);
        var y = x.Linear(weight.Value).Cast(DataType.BFloat16);
        var program = StepProgram.CompileTraining((y * y).Sum(), [weight], y);
        program.Poison();
        ((ReadOnlySpan<Half>)[(Half)0.5f, (Half)2]).CopyTo(program.Values<Half>(x));

        program.Run();

        program.Values<BFloat16>(y).ToArray().Select(value => (float)value).ShouldBe([4.5f, 9.5f]);
        weight.Gradient.ToArray<float>().ShouldBe([4.5f, 18, 9.5f, 38]);
    }

    [Fact]
    public void A_program_reads_narrow_weights_as_they_are_when_it_runs()
    {
        var (weight, frozen) = (Tensor.Zeros(Cpu, [2, 2], DataType.BFloat16), Tensor.Zeros(Cpu, [2], DataType.Float16));
        var x = Tensor.Input(Cpu, [1, 2]);
        var y = x.Linear(weight) + frozen;
        var program = StepProgram.Compile(y);
        program.Values<float>(x).Fill(1);
        ((ReadOnlySpan<BFloat16>)[(BFloat16)1, (BFloat16)2, (BFloat16)3, (BFloat16)4]).CopyTo(weight.AsSpan<BFloat16>());
        frozen.AsSpan<Half>().Fill((Half)0.5f);

        program.Run();

        program.Values<float>(y).ToArray().ShouldBe([3.5f, 7.5f]);
    }

    [Theory]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float16)]
    public void Parameters_that_are_not_trained_may_lie_in_sixteen_bits(DataType type)
    {
        ParameterSpec[] specs = [new("table", [5, 3], ParameterRole.Embedding), new("matrix", [7, 3], ParameterRole.Matrix), new("norm", [3], ParameterRole.Vector)];
        var (single, narrow) = (new ParameterSet(Cpu, specs, trainable: false), new ParameterSet(Cpu, specs, trainable: false, type));
        for (var i = 0; i < specs.Length; i++)
        {
            var values = Enumerable.Range(1, (int)specs[i].Shape.Count).Select(value => (float)value).ToArray();
            values.CopyTo(single.All[i].Value.AsSpan<float>());
            (type == DataType.BFloat16
                ? (Action)(() => NarrowFloats.Narrow(values, narrow.All[i].Value.AsSpan<BFloat16>()))
                : () => NarrowFloats.Narrow(values, narrow.All[i].Value.AsSpan<Half>()))();
        }

        static float[] Compute(ParameterSet parameters)
        {
            var tokens = Tensor.Input(Cpu, [2], DataType.Int32);
            var y = parameters["table"].Value.Gather(tokens).RmsNorm(parameters["norm"].Value).Linear(parameters["matrix"].Value);
            var program = StepProgram.Compile(y);
            program.Values<int>(tokens)[0] = 4;
            program.Run();
            return program.Values<float>(y).ToArray();
        }

        Compute(narrow).ShouldBe(Compute(single));

        // Each begins a cache line.
        (narrow.Type, narrow.ByteCount, narrow.BufferLength).ShouldBe((type, 3 * 64, single.BufferLength));
    }

    [Fact]
    public void Parameters_that_are_trained_lie_in_single_precision()
    {
        Should.Throw<ArgumentException>(() => new ParameterSet(Cpu, [], trainable: true, DataType.BFloat16)).Message
            .ShouldStartWith("Parameters that are to be trained cannot be stored as BFloat16.");
        Should.Throw<ArgumentException>(() => new ParameterSet(Cpu, [], trainable: false, DataType.Int32)).Message
            .ShouldStartWith("Parameters that are not to be trained cannot be stored as Int32.");
    }

    [Fact]
    public void Activations_kept_as_sixteen_bits_take_half_the_memory()
    {
        long Arena(Func<Tensor, Tensor> store)
        {
            var weight = new Parameter("w", Tensor.Zeros(NullBackend.Instance, [64, 64], requiresGradient: true), Tensor.Zeros(NullBackend.Instance, [64, 64]));
            var x = Tensor.Input(NullBackend.Instance, [512, 64]);
            for (var layer = 0; layer < 12; layer++)
            {
                x = store(x.Linear(weight.Value));
            }

            return StepProgram.CompileTraining(x.Sum(), [weight]).ArenaBytes;
        }

        // Half of what is kept, and two or three tensors that are being worked on.
        Arena(x => x.Cast(DataType.BFloat16)).ShouldBeLessThan((Arena(x => x) / 2) + (3 * 512 * 64 * sizeof(float)));
    }

    [Theory]
    [InlineData(DataType.Float32, 4)]
    [InlineData(DataType.Float64, 8)]
    [InlineData(DataType.Int32, 4)]
    [InlineData(DataType.BFloat16, 2)]
    [InlineData(DataType.Float16, 2)]
    public void Bytes_of_many_elements_do_not_overflow(DataType type, int size)
        => type.Bytes(5_000_000_000).ShouldBe(5_000_000_000L * size);
}
