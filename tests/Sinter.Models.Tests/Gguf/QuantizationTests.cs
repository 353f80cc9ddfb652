using System.Runtime.InteropServices;
using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Models.Gguf;

namespace Sinter.Models.Tests.Gguf;

/// <summary>
/// blocks.json holds 512 random normal values, what GGML's own quantize_row_TYPE_ref (llama.cpp v0.5.0) made of them, and the floats that its dequantize_row_TYPE gave back.
/// </summary>
public sealed class QuantizationTests : IDisposable
{
    private static readonly JsonElement Oracle = Read();

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Types => [.. Oracle.GetProperty("types").EnumerateObject().Select(static type => type.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public unsafe void Blocks_become_the_floats_that_GGML_gives_bit_for_bit(string name)
    {
        var type = Enum.Parse<GgmlType>(name);
        var oracle = Oracle.GetProperty("types").GetProperty(name);
        var blocks = oracle.GetProperty("blocks").GetBytesFromBase64();
        var expected = Floats(oracle.GetProperty("values"));

        blocks.Length.ShouldBe(expected.Length / type.BlockValues() * type.BlockBytes());
        var values = new float[expected.Length];
        fixed (byte* source = blocks)
        {
            GgmlTypes.Read(type, source, values);
        }

        values.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Q8_0")]
    [InlineData("Q4_0")]
    public void Floats_become_the_blocks_that_GGML_makes_byte_for_byte(string name)
    {
        var type = Enum.Parse<GgmlType>(name);
        var source = Floats(Oracle.GetProperty("source"));
        using var stream = new MemoryStream();
        new GgmlEncoder().Write(stream, "any", source, type);
        stream.ToArray().ShouldBe(Oracle.GetProperty("types").GetProperty(name).GetProperty("blocks").GetBytesFromBase64());
    }

    [Theory]
    [InlineData(GgmlType.Q8_0)]
    [InlineData(GgmlType.Q4_0)]
    public void A_block_of_zeros_stays_zero(GgmlType type)
    {
        var path = _folder.File("zeros.gguf");
        GgufWriter.Write(path, new GgufMetadata(), [new(new TensorInfo("zeros", [32]), type, static (_, values) => values.Clear())]);
        using var file = GgufFile.Open(path);
        var values = new float[32];
        Array.Fill(values, 1);
        file.ReadFloat32("zeros", values, [32]);
        values.ShouldAllBe(static value => value == 0);
    }

    private static float[] Floats(JsonElement base64) => MemoryMarshal.Cast<byte, float>(base64.GetBytesFromBase64()).ToArray();

    private static JsonElement Read()
    {
        using var stream = typeof(QuantizationTests).Assembly.GetManifestResourceStream("blocks.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
