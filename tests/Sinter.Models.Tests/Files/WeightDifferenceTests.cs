using Sinter.Models.Files;

namespace Sinter.Models.Tests.Files;

public sealed class WeightDifferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_weights_of_a_model_differ_in_nothing()
    {
        using var weights = Weights(new("a", [2]), new("b", []));
        var difference = WeightDifference.Between(weights, [new("b", []), new("a", [2])]);
        difference.IsEmpty.ShouldBeTrue();
        difference.ToString().ShouldBeEmpty();
        difference.ThrowIfAny(FilePath, allowExtra: false);
    }

    [Fact]
    public void All_that_differs_is_listed_at_once()
    {
        using var weights = Weights(new("a", [2]), new("b", [1]), new("x", [3]));
        var difference = WeightDifference.Between(weights, [new("a", [2]), new("b", [2]), new("c", [4]), new("d", [])]);
        Should.Throw<InvalidDataException>(() => difference.ThrowIfAny(FilePath)).Message.ShouldBe(
            $"'{FilePath}' lacks 2 tensors (c [4]; d []), has 1 tensor of another shape (b [1], expected [2]) and has 1 tensor that the model does not know (x [3]); do the weights and the config belong to the same model?");
    }

    [Fact]
    public void More_than_ten_are_counted()
    {
        using var weights = Weights();
        WeightDifference.Between(weights, Enumerable.Range(0, 25).Select(i => new TensorInfo($"t{i}", [1]))).ToString()
            .ShouldBe("lacks 25 tensors (t0 [1]; t1 [1]; t2 [1]; t3 [1]; t4 [1]; t5 [1]; t6 [1]; t7 [1]; t8 [1]; t9 [1]; and 15 more)");
    }

    [Fact]
    public void Extra_tensors_are_a_fault_only_where_that_is_asked()
    {
        using var weights = Weights(new TensorInfo("x", [1]));
        var difference = WeightDifference.Between(weights, []);
        difference.ThrowIfAny(FilePath);
        Should.Throw<InvalidDataException>(() => difference.ThrowIfAny(FilePath, allowExtra: false)).Message.ShouldContain("has 1 tensor that the model does not know (x [1]);");
    }

    private SafeTensorsFile Weights(params TensorInfo[] infos)
    {
        SafeTensorsWriter.Write(FilePath, infos.Select(static info => new TensorToWrite(info, static _ => { })));
        return SafeTensorsFile.Open(FilePath);
    }
}
