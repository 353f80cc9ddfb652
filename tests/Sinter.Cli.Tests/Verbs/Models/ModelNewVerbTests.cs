using Sinter.Models;
using Sinter.Models.Files;

namespace Sinter.Cli.Tests.Verbs.Models;

public sealed class ModelNewVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_preset_becomes_a_model_folder_of_its_sizes()
    {
        var run = New("llama-260k", "model");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("260,032 parameters with random weights of seed 42");
        Directory.GetFiles(_folder.File("model")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["config.json", "generation_config.json", "model.safetensors"]);
        ModelPresets.Of(ModelFolder.Open(_folder.File("model")).Config)!.Name.ShouldBe("llama-260k");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        New("llama-260k", "one", "--seed", "7").Code.ShouldBe(ExitCode.Done);
        New("LLAMA-260K", "two", "--seed", "7").Code.ShouldBe(ExitCode.Done);
        New("llama-260k", "three", "--seed", "8").Code.ShouldBe(ExitCode.Done);

        Weights("two").ShouldBe(Weights("one"));
        Weights("three").ShouldNotBe(Weights("one"));
        byte[] Weights(string name) => File.ReadAllBytes(_folder.File(name + "/model.safetensors"));
    }

    [Fact]
    public void A_tokenizer_gives_its_number_of_tokens_and_the_context_may_be_another()
    {
        var tokenizer = Path.Combine(TinyModel.Write(_folder.File("tiny")), "tokenizer.json");

        var run = New("llama-260k", "model", "--tokenizer", tokenizer, "--context", "48");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        var config = ModelFolder.Open(_folder.File("model")).Config;
        (config.VocabularySize, config.ContextLength).ShouldBe((ModelFolder.Open(_folder.File("tiny")).Config.VocabularySize, 48));
        ToolRun.Of("generate", _folder.File("model"), "--prompt", "the cat", "--greedy", "--max-tokens", "3").Output.ShouldStartWith("the cat");
    }

    [Theory]
    [InlineData("bert-tiny")]
    [InlineData("gru-18m")]
    public void Encoders_and_recurrent_models_are_made_too(string preset)
    {
        New(preset, "model").Code.ShouldBe(ExitCode.Done);

        ModelFolder.Open(_folder.File("model")).OpenWeights().Dispose();
        ToolRun.Of("model", "info", _folder.File("model")).Output.ShouldContain($"the sizes of {preset}");
    }

    [Fact]
    public void What_cannot_be_made_is_refused_in_a_sentence()
    {
        File.WriteAllText(_folder.File("notes.txt"), "mine");

        New("llama-260k", ".").ShouldFail(ExitCode.Failed, "is there already");
        New("gpt2-125m", "out").ShouldFail(ExitCode.WrongUse, "There is no preset 'gpt2-125m'; did you mean 'gpt2-124m'?");
        New("gpt3-175b", "out").ShouldFail(ExitCode.Failed, "174,604,259,328 parameters, 698 GB in memory");
        New("llama-260k", "out", "--seed", "-1").ShouldFail(ExitCode.WrongUse, "--seed");
        New("llama-260k", "out", "--tokenizer", _folder.File("none.json")).ShouldFail(ExitCode.Failed, "There is no tokenizer");
        ToolRun.Of("model", "new", "llama-260k").ShouldFail(ExitCode.WrongUse, "Option '--out' is required");
        Directory.GetFileSystemEntries(_folder.Path).ShouldHaveSingleItem();
    }

    private ToolRun New(string preset, string folder, params string[] options) => ToolRun.Of(["model", "new", preset, "--out", _folder.File(folder), .. options]);
}
