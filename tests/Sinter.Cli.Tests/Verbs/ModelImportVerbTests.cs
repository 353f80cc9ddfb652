using Sinter.Tests;

namespace Sinter.Cli.Tests.Verbs;

public sealed class ModelImportVerbTests : IDisposable
{
    private const string Folder = "models/stories260K/";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tok512.bin")]
    [InlineData("tok512.model")]
    public void Stories260K_becomes_a_whole_model_folder_that_tells_the_expected_story(string tokenizer)
    {
        var model = _folder.File("stories");
        var import = ToolRun.Of("model", "import", Assets.Path(Folder + "stories260K.bin"), "--tokenizer", Assets.Path(Folder + tokenizer), "--out", model);

        import.Code.ShouldBe(ExitCode.Done, import.Error);
        import.Output.ShouldContain("260,032 parameters: 5 layers, 64 wide, 8 heads (4 for keys and values), context 512, vocabulary 512");
        Directory.GetFiles(model).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]);
        ToolRun.Of("generate", model, "--greedy", "--max-tokens", "200").Output
            .ShouldBe(File.ReadAllText(Assets.Path(Folder + "expected_greedy_200.txt")));
    }

    [Fact]
    public void A_folder_that_holds_something_is_left_alone()
    {
        File.WriteAllText(_folder.File("notes.txt"), "mine");

        Import(Assets.Path(Folder + "stories260K.bin"), Assets.Path(Folder + "tok512.bin"), _folder.Path).ShouldFail(ExitCode.Failed, "is there already");
        File.ReadAllText(_folder.File("notes.txt")).ShouldBe("mine");
    }

    [Fact]
    public void What_is_no_model_is_refused_and_nothing_is_left_behind()
    {
        var tokenizer = Assets.Path(Folder + "tok512.bin");
        var model = File.ReadAllBytes(Assets.Path(Folder + "stories260K.bin"));
        var cut = _folder.File("cut.bin");
        File.WriteAllBytes(cut, model[..^1000]);
        var empty = _folder.File("empty.bin", "");
        var target = _folder.File("out");

        Import(_folder.File("none.bin"), tokenizer, target).ShouldFail(ExitCode.Failed, "There is no model");
        Import(_folder.Path, tokenizer, target).ShouldFail(ExitCode.Failed, "config.json");
        Import(cut, tokenizer, target).ShouldFail(ExitCode.Failed, "cut short");
        Import(empty, tokenizer, target).ShouldFail(ExitCode.Failed, "cut short");
        Directory.GetFileSystemEntries(_folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void A_tokenizer_that_is_missing_or_of_another_model_is_refused()
    {
        var model = Assets.Path(Folder + "stories260K.bin");
        var other = Path.Combine(TinyModel.Write(_folder.File("tiny")), "tokenizer.json");

        Import(model, _folder.File("none.bin"), _folder.File("out")).ShouldFail(ExitCode.Failed, "There is no tokenizer file");
        Import(model, other, _folder.File("out")).ShouldFail(ExitCode.Failed, "give the tokenizer that the model was trained with");
        Directory.Exists(_folder.File("out")).ShouldBeFalse();
    }

    [Fact]
    public void A_GGUF_file_brings_its_own_tokenizer()
    {
        var model = _folder.File("stories");

        var import = ToolRun.Of("model", "import", Assets.Path(Folder + "stories260K-f32.gguf"), "--out", model);

        import.Code.ShouldBe(ExitCode.Done, import.Error);
        import.Output.ShouldContain("260,032 parameters: 5 layers");
        ToolRun.Of("generate", model, "--greedy", "--max-tokens", "200").Output.ShouldBe(File.ReadAllText(Assets.Path(Folder + "expected_greedy_200.txt")));
    }

    [Fact]
    public void A_folder_is_taken_with_its_tokenizer_in_the_type_that_is_wanted()
    {
        var source = TinyModel.Write(_folder.File("tiny"));

        var import = ToolRun.Of("model", "import", source, "--out", _folder.File("same"));
        ToolRun.Of("model", "import", source, "--type", "bf16", "--out", _folder.File("half")).Code.ShouldBe(ExitCode.Done);

        import.Code.ShouldBe(ExitCode.Done, import.Error);
        foreach (var file in (string[])["model.safetensors", "tokenizer.json"])
        {
            File.ReadAllBytes(_folder.File($"same/{file}")).ShouldBe(File.ReadAllBytes(Path.Combine(source, file)), file);
        }

        new FileInfo(_folder.File("half/model.safetensors")).Length.ShouldBeLessThan(new FileInfo(_folder.File("same/model.safetensors")).Length * 2 / 3);
        ToolRun.Of("generate", _folder.File("same"), "--greedy", "--max-tokens", "5").Output.ShouldBe(ToolRun.Of("generate", source, "--greedy", "--max-tokens", "5").Output);
    }

    [Fact]
    public void A_llama2c_model_needs_a_tokenizer()
    {
        ToolRun.Of("model", "import", Assets.Path(Folder + "stories260K.bin"), "--out", _folder.File("out")).ShouldFail(ExitCode.WrongUse, "has no tokenizer of its own; give it with --tokenizer");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Options_that_are_missing_are_wrong_use()
    {
        ToolRun.Of("model").ShouldFail(ExitCode.WrongUse, "(see 'sinter model --help')");
        ToolRun.Of("model", "import", "x.bin").ShouldFail(ExitCode.WrongUse, "Option '--out' is required (see 'sinter model import --help').");
        ToolRun.Of("model", "import", "x.bin", "--out", _folder.File("y"), "--type", "f61").ShouldFail(ExitCode.WrongUse, "--type is 'f61', expected one of f32, f16, bf16");
        ToolRun.Of("model", "inport").ShouldFail(ExitCode.WrongUse, "did you mean 'import'?");
    }

    private static ToolRun Import(string model, string tokenizer, string folder) => ToolRun.Of("model", "import", model, "--tokenizer", tokenizer, "--out", folder);
}
