using System.Runtime.InteropServices;
using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Tests;

namespace Sinter.Models.Tests.Files;

public sealed class Llama2CFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_header_of_stories260K_gives_its_config_and_tensors()
    {
        using var file = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        file.Config.ShouldBe(new ModelConfig
        {
            VocabularySize = 512,
            HiddenSize = 64,
            Layers = 5,
            Heads = 8,
            KeyValueHeads = 4,
            IntermediateSize = 172,
            ContextLength = 512,
        });
        file.Tensors.Count.ShouldBe(1 + 5 * 9 + 1);
        file.Tensors.Sum(tensor => tensor.Elements).ShouldBe(file.Config.Parameters);
        file.Find("model.layers.4.mlp.down_proj.weight")!.Shape.ShouldBe([64, 172]);
        file.Find("lm_head.weight").ShouldBeNull();
    }

    [Fact]
    public void Query_and_key_rows_are_reordered_and_all_other_weights_are_as_in_the_file()
    {
        var path = Assets.Path("models/stories260K/stories260K.bin");
        var raw = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path).AsSpan(28)).ToArray();
        using var file = Llama2CFile.Open(path);

        Read(file, "model.embed_tokens.weight").ShouldBe(raw[..32768]);

        // Layer 1's query projection follows the embedding, 5 norms and layer 0's: row 1 of its head 2 goes to row 4 of that head.
        var query = 32768 + 5 * 64 + 64 * 64;
        Read(file, "model.layers.1.self_attn.q_proj.weight").AsSpan((2 * 8 + 4) * 64, 64).ToArray()
            .ShouldBe(raw.AsSpan(query + (2 * 8 + 1) * 64, 64).ToArray());
        var key = 32768 + 5 * 64 + 5 * 64 * 64;
        Read(file, "model.layers.0.self_attn.k_proj.weight").AsSpan((3 * 8 + 3) * 64, 64).ToArray()
            .ShouldBe(raw.AsSpan(key + (3 * 8 + 6) * 64, 64).ToArray());
        var value = key + 5 * 32 * 64;
        Read(file, "model.layers.0.self_attn.v_proj.weight").ShouldBe(raw[value..(value + 32 * 64)]);
        Read(file, "model.norm.weight").ShouldBe(raw[^(64 + 2 * 512 * 4)..^(2 * 512 * 4)]);
    }

    [Fact]
    public void The_imported_weights_give_the_expected_logits_and_perplexity()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Assets.Path("models/stories260K/expected_logits_tinystories500.json")));
        var tokens = expected.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).ToArray();
        var rows = expected.RootElement.GetProperty("logits").EnumerateArray().Select(row => row.EnumerateArray().Select(logit => logit.GetDouble()).ToArray()).ToArray();
        using var file = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        var model = Reference(file);

        double total = 0;
        for (var position = 0; position < tokens.Length - 1; position++)
        {
            var logits = model.Forward(tokens[position]);
            if (position < rows.Length)
            {
                logits.Zip(rows[position], (found, wanted) => Math.Abs(found - wanted)).Max().ShouldBeLessThan(1e-3);
            }

            total += Math.Log(logits.Sum(Math.Exp)) - logits[tokens[position + 1]];
        }

        var nll = total / (tokens.Length - 1);
        nll.ShouldBe(1.74576, 1e-3);
        Math.Exp(nll).ShouldBe(5.73026, 1e-3);
    }

    [Fact]
    public void An_imported_model_is_exported_and_read_back_the_same()
    {
        using var imported = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        var generation = new GenerationConfig { BeginningOfText = 1, EndOfText = [2] };
        ModelFolder.Write(_folder.File("one"), imported.Config, imported, generation);

        var model = ModelFolder.Open(_folder.File("one"));
        model.Config.ShouldBe(imported.Config);
        model.Generation.BeginningOfText.ShouldBe(1);
        using (var weights = model.OpenWeights())
        {
            foreach (var tensor in imported.Tensors)
            {
                Read(weights, tensor.Name).ShouldBe(Read(imported, tensor.Name));
            }

            ModelFolder.Write(_folder.File("two"), model.Config, weights, model.Generation);
        }

        foreach (var name in (string[])["config.json", "generation_config.json", "model.safetensors"])
        {
            File.ReadAllBytes(_folder.File("two/" + name)).ShouldBe(File.ReadAllBytes(_folder.File("one/" + name)));
        }
    }

    [Fact]
    public void A_negative_vocabulary_means_an_output_projection_at_the_end_of_the_file()
    {
        var path = WriteSmall([4, 8, 1, 1, 1, -3, 2]);
        using var file = Llama2CFile.Open(path);
        file.Config.TieEmbeddings.ShouldBeFalse();
        file.Config.VocabularySize.ShouldBe(3);
        var floats = (int)(new FileInfo(path).Length - 28) / 4;
        Read(file, "lm_head.weight").ShouldBe(Enumerable.Range(floats - 12, 12).Select(i => (float)i));
    }

    [Theory]
    [InlineData(-1, "is cut short, get it again.")]
    [InlineData(+1, "is no version 0 file, get it again.")]
    public void A_file_of_another_length_is_refused(int difference, string sentence)
    {
        var path = WriteSmall([4, 8, 1, 1, 1, 3, 2]);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(stream.Length + difference);
        }

        Should.Throw<InvalidDataException>(() => Llama2CFile.Open(path)).Message.ShouldEndWith(sentence);
    }

    [Theory]
    [InlineData(new[] { 4, 8, 1 }, "is cut short: a llama2.c model begins with a header of 28 bytes; get it again.")]
    [InlineData(new[] { 0x616b3432, 1, 0, 0, 0, 0, 0 }, "is a llama2.c model of version 1; Sinter reads version 0: export it again with --version 0.")]
    [InlineData(new[] { 0x46554747, 3, 1, 1, 1, 1, 1 }, "is no llama2.c model of version 0; as one it would be wrong: HiddenSize is 1179993927; it must lie between 1 and 131072.")]
    [InlineData(new[] { 4, 8, 1, 1, 1, int.MinValue, 2 }, "is no llama2.c model of version 0; as one it would be wrong: VocabularySize is 0; it must lie between 1 and 16777216.")]
    public void A_header_that_cannot_be_is_refused(int[] header, string sentence)
    {
        var path = _folder.File("model.bin");
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<int>(header).ToArray());
        Should.Throw<InvalidDataException>(() => Llama2CFile.Open(path)).Message.ShouldBe($"'{path}' {sentence}");
    }

    private static ReferenceLlama Reference(Llama2CFile file) =>
        new(name => Read(file, name), file.Config.HiddenSize, file.Config.Layers, file.Config.Heads, file.Config.KeyValueHeads);

    private static float[] Read(IWeightSource source, string name)
    {
        var info = source.Find(name)!;
        var values = new float[info.Elements];
        source.ReadFloat32(name, values, [.. info.Shape]);
        return values;
    }

    /// <summary>A file whose weights count 0, 1, 2 ... after the header.</summary>
    private string WriteSmall(int[] header)
    {
        int hidden = header[0], intermediate = header[1], vocabulary = Math.Abs(header[5]);
        var count = vocabulary * hidden + 2 * hidden + 4 * hidden * hidden + 3 * intermediate * hidden + hidden + header[6] * hidden + (header[5] < 0 ? vocabulary * hidden : 0);
        var path = _folder.File("model.bin");
        File.WriteAllBytes(path, [.. MemoryMarshal.AsBytes<int>(header), .. MemoryMarshal.AsBytes<float>(Enumerable.Range(0, count).Select(i => (float)i).ToArray())]);
        return path;
    }
}
