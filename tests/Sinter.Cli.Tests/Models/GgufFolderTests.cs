using System.Text.Json;
using Sinter.Cli.Models;
using Sinter.Models.Files;
using Sinter.Models.Gguf;
using Sinter.Tests;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Models;

public sealed class GgufFolderTests : IDisposable
{
    private const string Text = "Once upon a time, there was a little girl named Lily.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_becomes_a_file_and_a_folder_again_with_its_tokenizer()
    {
        GgufFolder.Import(Assets.Path("models/stories260K/stories260K-f32.gguf"), _folder.File("one"));
        var path = _folder.File("stories.gguf");
        GgufFolder.Export(_folder.File("one"), path, GgmlType.F32).Notes.ShouldBeEmpty();
        GgufFolder.Import(path, _folder.File("two"));
        foreach (var name in (string[])["config.json", "generation_config.json", "model.safetensors", "tokenizer_config.json"])
        {
            File.ReadAllBytes(_folder.File("two/" + name)).ShouldBe(File.ReadAllBytes(_folder.File("one/" + name)), name);
        }

        Tokenizer.Load(_folder.File("two")).Encode(Text).ShouldBe(Tokenizer.Load(_folder.File("one")).Encode(Text));
        Tokenizer.Load(_folder.File("one")).Encode(Text).ShouldBe([403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426]);
    }

    [Fact]
    public void Llama_cpp_reads_the_file_as_text_and_as_logits()
    {
        GgufFolder.Import(Assets.Path("models/stories260K/stories260K-f32.gguf"), _folder.File("one"));
        var path = _folder.File("stories.gguf");
        GgufFolder.Export(_folder.File("one"), path, GgmlType.F32);
        LlamaCpp.Encode(path, [Text])[0].ShouldBe([1, .. Tokenizer.Load(_folder.File("one")).Encode(Text)]);

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var rows = expected.RootElement.GetProperty("logits").Deserialize<float[][]>()!;
        var logits = LlamaCpp.Logits(path, expected.RootElement.GetProperty("tokens").Deserialize<int[]>()![..rows.Length]);
        logits.Zip(rows, static (found, wanted) => found.Zip(wanted, static (one, other) => MathF.Abs(one - other)).Max()).Max().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void A_quantized_file_becomes_a_folder()
    {
        GgufFolder.Import(Assets.Path("models/stories260K/stories260K-q4_k_m.gguf"), _folder.File("one"), TensorType.BFloat16);
        var model = ModelFolder.Open(_folder.File("one"));
        model.Config.Layers.ShouldBe(5);
        using var weights = model.OpenWeights();
        weights.Tensors.Count.ShouldBe(47);
    }

    [Fact]
    public void A_model_without_a_tokenizer_becomes_a_file_without_a_vocabulary()
    {
        GgufFolder.Import(Assets.Path("models/stories260K/stories260K-f32.gguf"), _folder.File("one"));
        File.Delete(_folder.File("one/tokenizer.json"));
        GgufFolder.Export(_folder.File("one"), _folder.File("none.gguf"), GgmlType.F16);
        using var file = GgufFile.Open(_folder.File("none.gguf"));
        file.Text("tokenizer.ggml.model").ShouldBe("no_vocab");
        GgufFolder.Import(_folder.File("none.gguf"), _folder.File("two"));
        File.Exists(_folder.File("two/tokenizer.json")).ShouldBeFalse();
    }
}
