using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Adapters;

/// <summary>Adapters of PEFT's layout against an independent implementation, see <c>tests/oracle/adapters</c>.</summary>
public sealed class AdapterOracleTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All =>
    [
        "llama-lora", "llama-rslora-qv", "llama-dora", "gpt2-lora", "gpt2-dora", "gpt-neox-dora", "bert-lora", "bert-dora", "bert-lora-classifier", "t5-lora",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Beside_the_weights_and_merged_into_them_the_logits_are_those_of_the_reference(string name)
    {
        var oracle = new AdapterOracle(name);

        var beside = TunedModel.Load(oracle.Folder, new CpuBackend(1), trainable: true);
        var merged = TunedModel.Load(oracle.Folder, new CpuBackend(1));

        beside.Model.Adapter.ShouldNotBeNull();
        merged.Model.Adapter.ShouldBeNull();
        oracle.Difference(oracle.Logits(beside.Model)).ShouldBeLessThan(Tolerance);
        oracle.Difference(oracle.Logits(merged.Model)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_has_the_names_and_the_values_that_were_read(string name)
    {
        var oracle = new AdapterOracle(name);
        var model = TunedModel.Load(oracle.Folder, new CpuBackend(1), trainable: true).Model;

        AdapterFolder.Write(_folder.Path, model, oracle.BaseFolder);

        using var first = SafeTensorsFile.Open(Path.Combine(oracle.Folder, "adapter_model.safetensors"));
        using var second = SafeTensorsFile.Open(Path.Combine(_folder.Path, "adapter_model.safetensors"));
        second.Tensors.Select(static info => info.ToString()).ShouldBe(first.Tensors.Select(static info => info.ToString()));
        foreach (var info in first.Tensors)
        {
            Values(second, info).ShouldBe(Values(first, info), info.Name);
        }

        var again = TunedModel.Load(_folder.Path, new CpuBackend(1));
        oracle.Difference(oracle.Logits(again.Model)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData("llama-prompt")]
    [InlineData("llama-prefix")]
    [InlineData("gpt2-prefix")]
    public void With_virtual_tokens_the_logits_are_those_of_the_reference_and_files_come_back(string name)
    {
        var oracle = new AdapterOracle(name);
        var model = TunedModel.Load(oracle.Folder, new CpuBackend(1)).Model;

        oracle.Difference(oracle.Logits(model)).ShouldBeLessThan(Tolerance);

        AdapterFolder.Write(_folder.Path, model, oracle.BaseFolder);
        var again = TunedModel.Load(_folder.Path, new CpuBackend(1)).Model;
        oracle.Logits(again).ShouldBe(oracle.Logits(model));
        using var file = SafeTensorsFile.Open(Path.Combine(_folder.Path, "adapter_model.safetensors"));
        file.Tensors.ShouldHaveSingleItem().Name.ShouldBe("prompt_embeddings");
    }

    [Fact]
    public void Target_modules_are_written_as_the_shortest_names_that_mean_no_other_layer()
    {
        var bert = ModelFolder.Open(new AdapterOracle("bert-lora").BaseFolder).Config;

        LinearTargets.Names(bert, [.. LinearTargets.Choose(bert, ["attention"])]).ShouldBe(["attention.output.dense", "key", "query", "value"]);
        LinearTargets.Names(bert, [.. LinearTargets.Choose(bert, ["all"])]).ShouldBe(["intermediate.dense", "key", "output.dense", "query", "value"]);
    }

    private static float[] Values(SafeTensorsFile file, TensorInfo info)
    {
        var values = new float[info.Elements];
        file.ReadFloat32(info.Name, values, [.. info.Shape]);
        return values;
    }
}
