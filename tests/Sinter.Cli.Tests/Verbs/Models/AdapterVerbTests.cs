using System.Text.Json;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Tensors.Cpu;

namespace Sinter.Cli.Tests.Verbs.Models;

public sealed class AdapterVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _base;
    private readonly string _adapter;

    public AdapterVerbTests()
    {
        _base = TinyModel.Write(_folder.File("base"));
        _adapter = Adapter("adapter", new LoraAdapter(new LoraOptions { Rank = 4, Targets = ["attention"] }), 0.1f);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_says_what_an_adapter_is_and_whether_its_base_is_there()
    {
        var run = ToolRun.Of("model", "adapter", "info", _adapter);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("kind          LORA");
        run.Output.ShouldContain("rank          4");
        run.Output.ShouldContain("layers        4: q_proj, k_proj, v_proj, o_proj");
        run.Output.ShouldContain($"base found    {_base}");
        Directory.Move(_base, _folder.File("elsewhere"));
        ToolRun.Of("model", "adapter", "info", _adapter).Output.ShouldContain("base found    no: The base model");
        JsonDocument.Parse(ToolRun.Of("model", "adapter", "info", _adapter, "--json").Output).RootElement.GetProperty("alpha").GetString().ShouldBe("16");
    }

    [Fact]
    public void Generate_speaks_with_an_adapter_as_with_the_merged_model()
    {
        string[] rest = ["--prompt", "the cat", "--max-tokens", "12", "--greedy"];
        var plain = ToolRun.Of(["generate", _base, .. rest]);

        var beside = ToolRun.Of(["generate", _adapter, .. rest]);

        var merge = ToolRun.Of("model", "adapter", "merge", _adapter, "--out", _folder.File("whole"));
        merge.Code.ShouldBe(ExitCode.Done, merge.Error);
        merge.Output.ShouldContain("model.safetensors");
        File.Exists(Path.Combine(_folder.File("whole"), "tokenizer.json")).ShouldBeTrue();
        beside.Code.ShouldBe(ExitCode.Done, beside.Error);
        beside.Output.ShouldBe(ToolRun.Of(["generate", _folder.File("whole"), .. rest]).Output);
        beside.Output.ShouldNotBe(plain.Output);
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("prefix")]
    [InlineData("bottleneck")]
    public void Generate_speaks_with_adapters_of_other_kinds(string kind)
    {
        var options = new VirtualTokenOptions { Count = 5 };
        var folder = Adapter(kind, kind == "prompt" ? new PromptAdapter(options) : kind == "prefix" ? new PrefixAdapter(options) : new BottleneckAdapter(new BottleneckOptions { Size = 4 }), 0.5f);

        var run = ToolRun.Of("generate", folder, "--prompt", "the cat", "--max-tokens", "8", "--greedy");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldStartWith("the cat");
        ToolRun.Of("model", "adapter", "merge", folder, "--out", _folder.File("whole")).ShouldFail(ExitCode.Failed, "only LoRA is merged");
        ToolRun.Of("model", "adapter", "info", folder).Output.ShouldContain("parameters");
    }

    [Fact]
    public void Unmerge_gives_the_weights_of_the_base_back()
    {
        ToolRun.Of("model", "adapter", "merge", _adapter, "--out", _folder.File("whole")).Code.ShouldBe(ExitCode.Done);

        var run = ToolRun.Of("model", "adapter", "unmerge", _folder.File("whole"), _adapter, "--out", _folder.File("again"));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        var (expected, found) = (ModelWeights.Load(_base, new CpuBackend(1)), ModelWeights.Load(_folder.File("again"), new CpuBackend(1)));
        foreach (var parameter in expected.Parameters.All)
        {
            parameter.Value.ToArray<float>().Zip(found.Parameters[parameter.Name].Value.ToArray<float>()).Max(static pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-6f);
        }

        var dora = Adapter("dora", new LoraAdapter(new LoraOptions { Rank = 2, Dora = true }), 0.1f);
        ToolRun.Of("model", "adapter", "unmerge", _folder.File("whole"), dora, "--out", _folder.File("no")).ShouldFail(ExitCode.WrongUse, "go back to the base model");
    }

    [Fact]
    public void Stack_makes_one_adapter_of_several()
    {
        var second = Adapter("second", new LoraAdapter(new LoraOptions { Rank = 2, Targets = ["qv"] }), 0.2f);

        var run = ToolRun.Of("model", "adapter", "stack", _adapter + "=0.5", second, "--out", _folder.File("both"));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        ToolRun.Of("model", "adapter", "info", _folder.File("both")).Output.ShouldContain("rank          6, others in single layers");
        ToolRun.Of("generate", _folder.File("both"), "--prompt", "the cat", "--max-tokens", "4").Code.ShouldBe(ExitCode.Done);
        ToolRun.Of("model", "adapter", "stack", _adapter + "=much", "--out", _folder.File("no")).ShouldFail(ExitCode.WrongUse, "gives no weight");
    }

    [Fact]
    public void What_cannot_be_is_refused_in_one_sentence()
    {
        var other = _folder.File("other");
        var model = ModelWeights.Load(_base, new CpuBackend(1));
        model.Initialize(77);
        ModelFolder.Write(other, model.Config, ModelWeights.ToWrite(model));
        foreach (var file in Directory.GetFiles(_base, "tokenizer*"))
        {
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        }

        ToolRun.Of("model", "adapter", "merge", _adapter, "--base", other, "--out", _folder.File("no")).ShouldFail(ExitCode.Failed, "was made for a model with other weights");
        ToolRun.Of("model", "adapter", "merge", _adapter, "--base", other, "--any-base", "--out", _folder.File("yes")).Code.ShouldBe(ExitCode.Done);
        ToolRun.Of("model", "adapter", "info", _base).ShouldFail(ExitCode.Failed, "There is no adapter");
        ToolRun.Of("model", "adapter", "merge", _adapter, "--out", _base).ShouldFail(ExitCode.Failed, "is there already");
        ToolRun.Of("model", "adapter", "merge", _adapter, "--out", _folder.File("no"), "--type", "f64").ShouldFail(ExitCode.WrongUse, "--type");
        Directory.Exists(_folder.File("no")).ShouldBeFalse();
    }

    [Fact]
    public void Eval_does_not_measure_texts_with_virtual_tokens()
    {
        var text = ToolRun.Of("eval", Adapter("prefix", new PrefixAdapter(new VirtualTokenOptions { Count = 5 }), 0.5f), "--perplexity", _folder.File("text.txt", "the cat and the hat"));

        text.Code.ShouldNotBe(ExitCode.Done);
        text.Error.ShouldContain("virtual tokens");
    }

    private string Adapter(string name, IAdapter adapter, float spread)
    {
        var config = ModelFolder.Open(_base).Config;
        var model = ModelWeights.Load(_base, new CpuBackend(1), trainable: true, adapter.Tuning(config));
        foreach (var parameter in model.Parameters.Trained)
        {
            var i = 0;
            foreach (ref var value in parameter.Value.AsSpan<float>())
            {
                value += spread * (float)Math.Sin(7.3 * ++i);
            }
        }

        AdapterFolder.Write(_folder.File(name), model, _base);
        return _folder.File(name);
    }
}
