namespace Sinter.Cli.Tests.Verbs.Models;

public sealed class ModelExportVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ModelExportVerbTests() => _model = TinyModel.Write(_folder.File("model"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SafeTensors_are_the_folder_again_in_the_type_that_is_wanted()
    {
        var same = Export("safetensors", "same");
        var half = Export("safetensors", "half", "--type", "f16");

        same.Code.ShouldBe(ExitCode.Done, same.Error);
        half.Code.ShouldBe(ExitCode.Done, half.Error);
        File.ReadAllBytes(_folder.File("same/model.safetensors")).ShouldBe(File.ReadAllBytes(_folder.File("model/model.safetensors")));
        File.ReadAllBytes(_folder.File("half/tokenizer.json")).ShouldBe(File.ReadAllBytes(_folder.File("model/tokenizer.json")));
        new FileInfo(_folder.File("half/model.safetensors")).Length.ShouldBeLessThan(new FileInfo(_folder.File("same/model.safetensors")).Length * 2 / 3);
    }

    [Fact]
    public void A_GGUF_file_that_is_imported_says_what_the_model_said()
    {
        var export = Export("gguf", "model.gguf", "--type", "f32");

        export.Code.ShouldBe(ExitCode.Done, export.Error);
        export.Output.ShouldContain("tensors as llama.cpp's llama");
        ToolRun.Of("model", "import", _folder.File("model.gguf"), "--out", _folder.File("again")).Code.ShouldBe(ExitCode.Done);
        Generated("again").ShouldBe(Generated("model"));
        string Generated(string name) => ToolRun.Of("generate", _folder.File(name), "--prompt", "the cat", "--greedy", "--max-tokens", "10").Output;
    }

    [Fact]
    public void An_ONNX_file_begins_as_one_and_holds_the_weights()
    {
        var export = Export("onnx", "model.onnx", "--type", "f32");

        export.Code.ShouldBe(ExitCode.Done, export.Error);
        export.Output.ShouldContain("model.onnx");
        var bytes = File.ReadAllBytes(_folder.File("model.onnx"));

        // Field 1, the version 8, and field 2, a text of 6 letters.
        bytes.AsSpan(0, 10).SequenceEqual("\u0008\u0008\u0012\u0006sinter"u8).ShouldBeTrue();
        bytes.LongLength.ShouldBeGreaterThan(new FileInfo(_folder.File("model/model.safetensors")).Length);
    }

    [Fact]
    public void What_cannot_be_exported_is_refused_in_a_sentence()
    {
        Export("onxx", "x").ShouldFail(ExitCode.WrongUse, "--format onxx: there is no such format; did you mean 'onnx'?");
        Export("onnx", "x", "--type", "f16").ShouldFail(ExitCode.WrongUse, "ONNX is written in f32; leave --type out.");
        Export("gguf", "x", "--type", "q8").ShouldFail(ExitCode.WrongUse, "--type is 'q8', expected one of f32, f16, bf16, q8_0, q4_0.");
        Export("safetensors", "x", "--type", "q8_0").ShouldFail(ExitCode.WrongUse, "--type is 'q8_0', expected one of f32, f16, bf16.");
        Export("safetensors", "model").ShouldFail(ExitCode.Failed, "is there already");
        Export("onnx", "model").ShouldFail(ExitCode.Failed, "is a folder; give --out the name of a file.");
        Export("onnx", "none/x.onnx").ShouldFail(ExitCode.Failed, "There is no folder");
        ToolRun.Of("model", "export", _folder.File("none"), "--format", "onnx", "--out", _folder.File("x")).ShouldFail(ExitCode.Failed, "There is no model folder");
        ToolRun.Of("model", "export", _model, "--out", _folder.File("x")).ShouldFail(ExitCode.WrongUse, "Option '--format' is required");
        Directory.GetFileSystemEntries(_folder.Path).ShouldHaveSingleItem();
    }

    private ToolRun Export(string format, string target, params string[] options) => ToolRun.Of(["model", "export", _model, "--format", format, "--out", _folder.File(target), .. options]);
}
