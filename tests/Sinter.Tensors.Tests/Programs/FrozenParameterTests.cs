using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Programs;

/// <summary>Small matrices trained beside frozen ones that are stored in a narrow type, as in QLoRA.</summary>
public sealed class FrozenParameterTests
{
    private const int Width = 128;

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.NormalFloat4)]
    public void Training_goes_through_frozen_matrices_which_keep_their_bytes(DataType type)
    {
        var cpu = new CpuBackend(2);
        var (step, parameters, loss) = Make(cpu, type);
        var optimizer = new AdamW(parameters, new AdamWOptions());
        var before = Bytes(parameters);
        var losses = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            parameters.ClearGradients();
            step.Run();
            losses.Add(step.Values<float>(loss)[0]);
            optimizer.Step(0.01);
        }

        losses[^1].ShouldBeLessThan(0.5 * losses[0]);
        Bytes(parameters).ShouldBe(before);
        parameters.Trained.Select(parameter => parameter.Name).ShouldBe(["0.down", "0.up", "1.down", "1.up"], ignoreOrder: true);
    }

    [Fact]
    public void Gradients_through_four_bits_are_those_through_the_same_numbers_as_floats()
    {
        float[][] Gradients(bool widened)
        {
            var (step, parameters, _) = Make(new CpuBackend(2), DataType.NormalFloat4, widened);
            step.Run();
            return [.. parameters.Trained.Select(parameter => parameter.Gradient.ToArray<float>())];
        }

        var (narrow, wide) = (Gradients(widened: false), Gradients(widened: true));

        for (var i = 0; i < wide.Length; i++)
        {
            narrow[i].ShouldBe(wide[i]);
        }

        narrow.ShouldAllBe(gradient => gradient.Any(value => value != 0));
    }

    [Fact]
    public void A_frozen_matrix_in_four_bits_takes_an_eighth_of_its_floats()
    {
        ParameterSpec[] Specs(DataType type) =>
        [
            new("matrix", [1024, 1024], ParameterRole.Matrix) { IsFrozen = true, Type = type },
            new("odd", [3, 5], ParameterRole.Matrix) { IsFrozen = true, Type = type },
            new("small", [8, 1024], ParameterRole.Matrix),
        ];
        var (narrow, single) = (new ParameterSet(NullBackend.Instance, Specs(DataType.NormalFloat4)), new ParameterSet(NullBackend.Instance, Specs(DataType.Float32)));

        var small = 2 * 8 * 1024 * sizeof(float);
        ((narrow.ByteCount - small) / (double)(single.ByteCount - small)).ShouldBeInRange(0.129, 0.1295);
        narrow.TrainedLength.ShouldBe(8 * 1024);
        (narrow["matrix"].Value.Type, narrow["odd"].Value.ByteCount).ShouldBe((DataType.NormalFloat4, 41));
    }

    /// <summary>Two layers, each a frozen matrix and two small ones beside it, trained to give certain numbers.</summary>
    private static (StepProgram Step, ParameterSet Parameters, Tensor Loss) Make(CpuBackend cpu, DataType type, bool widened = false)
    {
        ParameterSpec[] specs = [.. Enumerable.Range(0, 2).SelectMany(layer => (ParameterSpec[])
        [
            new($"{layer}.matrix", [Width, Width], ParameterRole.Matrix) { IsFrozen = true, Type = type },
            new($"{layer}.down", [4, Width], ParameterRole.Matrix),
            new($"{layer}.up", [Width, 4], ParameterRole.Matrix),
        ])];
        var parameters = new ParameterSet(cpu, specs);
        foreach (var parameter in parameters.All)
        {
            parameter.Value.CopyFrom(Normal(parameter.Name, parameter.Value.Shape, 0.1));
        }

        var x = Tensor.From<float>(cpu, Normal("x", [20, Width], 1), [20, Width]);
        var target = Tensor.From<float>(cpu, Normal("target", [20, Width], 1), [20, Width]);
        for (var layer = 0; layer < 2; layer++)
        {
            var matrix = parameters[$"{layer}.matrix"].Value;
            x = x.Linear(widened ? matrix.Cast(DataType.Float32) : matrix, x.Linear(parameters[$"{layer}.down"].Value).Linear(parameters[$"{layer}.up"].Value)).Tanh();
        }

        var loss = (x - target.Tanh()).Square().Mean();
        return (StepProgram.CompileTraining(loss, parameters.Trained), parameters, loss);
    }

    private static float[] Normal(string name, Shape shape, double deviation)
    {
        var random = new RandomStream(7, name);
        return [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)(random.NextNormal() * deviation))];
    }

    private static float[][] Bytes(ParameterSet parameters) => [.. parameters.All.Where(parameter => !parameter.Value.RequiresGradient).Select(parameter =>
    {
        var numbers = new float[parameter.Value.Shape.Count];
        parameter.Value.CopyTo(numbers);
        return numbers;
    })];
}
