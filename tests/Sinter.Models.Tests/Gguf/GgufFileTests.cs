using Sinter.Models.Gguf;
using Sinter.Tests;

namespace Sinter.Models.Tests.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_real_file_gives_its_values_and_tensors_outermost_dimension_first()
    {
        using var file = GgufFile.Open(Assets.Path("models/stories260K/stories260K-q4_k_m.gguf"));
        file.Text("general.architecture").ShouldBe("llama");
        file.Integer("llama.feed_forward_length").ShouldBe(172);
        file.Number("llama.attention.layer_norm_rms_epsilon")!.Value.ShouldBe(1e-5, 1e-9);
        file.Flag("tokenizer.ggml.add_bos_token").ShouldBe(true);
        file.Array<string>("tokenizer.ggml.tokens")!.Count.ShouldBe(512);
        file.Text("no.such.key").ShouldBeNull();
        file.Tensors.Count.ShouldBe(47);
        file.Find("blk.0.ffn_down.weight")!.Shape.ShouldBe([64, 172]);
        file.Locate("blk.0.ffn_down.weight").Type.ShouldBe(GgmlType.F16);
        file.Locate("token_embd.weight").Type.ShouldBe(GgmlType.Q8_0);
        file.Locate("token_embd.weight").Bytes.ShouldBe(512 * 64 / 32 * 34);
    }

    [Theory]
    [InlineData("f32", 5.73026, 1e-4)]
    [InlineData("f16", 5.7310, 0.002)]
    [InlineData("bf16", 5.7260, 0.01)]
    [InlineData("q8_0", 5.7431, 0.02)]
    [InlineData("q5_0", 5.8750, 0.03)]
    [InlineData("q4_k_m", 5.8630, 0.03)]
    [InlineData("q4_0", 6.0322, 0.03)]
    public void The_weights_give_the_perplexity_that_llama_cpp_measures(string type, double expected, double tolerance)
    {
        // llama.cpp rounds activations to 8 bits in its products, and keys and values to 16; Sinter does neither, hence the tolerance.
        using var file = GgufFile.Open(Assets.Path($"models/stories260K/stories260K-{type}.gguf"));
        StoriesModel.Perplexity(name => StoriesModel.FromGguf(file, name)).ShouldBe(expected, tolerance);
    }

    [Fact]
    public void A_part_of_a_tensor_is_that_part_of_the_whole()
    {
        using var file = GgufFile.Open(Assets.Path("models/stories260K/stories260K-q8_0.gguf"));
        var whole = new float[512 * 64];
        file.ReadFloat32("token_embd.weight", whole, [512, 64]);
        var part = new float[3 * 64];
        file.ReadPart("token_embd.weight", 100 * 64, part);
        part.ShouldBe(whole[(100 * 64)..(103 * 64)]);
        Should.Throw<ArgumentException>(() => file.ReadPart("token_embd.weight", 16, part));
        Should.Throw<ArgumentException>(() => file.ReadPart("token_embd.weight", 511 * 64, part));
        Should.Throw<ArgumentException>(() => file.ReadPart("token_embd.weight", -64, part));
    }

    [Fact]
    public void Integers_and_doubles_become_floats()
    {
        var raw = new RawGguf(2, 0).Tensor("i", [2], 26, 0).Tensor("d", [1], 28, 32).Data(0).UInt32(7).UInt32(unchecked((uint)-9))
            .Data(0).UInt64(BitConverter.DoubleToUInt64Bits(0.5));
        using var file = Open(raw);
        var integers = new float[2];
        file.ReadFloat32("i", integers, [2]);
        integers.ShouldBe([7f, -9f]);
        var doubles = new float[1];
        file.ReadFloat32("d", doubles, [1]);
        doubles.ShouldBe([0.5f]);
    }

    [Fact]
    public void Version_2_and_another_alignment_are_read()
    {
        var raw = new RawGguf(1, 1, version: 2).Key("general.alignment", 4).UInt32(64).Tensor("a", [1], 0, 0).Data(0, 64).UInt32(BitConverter.SingleToUInt32Bits(2.5f));
        using var file = Open(raw);
        var value = new float[1];
        file.ReadFloat32("a", value, [1]);
        value[0].ShouldBe(2.5f);
    }

    [Fact]
    public void A_file_without_tensors_has_only_values()
    {
        using var file = Open(new RawGguf(0, 1).Key("a", 8).Text("b"));
        file.Tensors.ShouldBeEmpty();
        file.Text("a").ShouldBe("b");
    }

    [Fact]
    public void A_missing_tensor_and_another_shape_are_said_so()
    {
        using var file = Open(new RawGguf(1, 0).Tensor("a", [2, 3], 0, 0).Data(24));
        Should.Throw<InvalidDataException>(() => file.ReadFloat32("b", new float[6], [3, 2])).Message.ShouldContain("holds no tensor 'b'");
        Should.Throw<InvalidDataException>(() => file.ReadFloat32("a", new float[6], [2, 3])).Message.ShouldContain("has the shape [3, 2], expected [2, 3]");
    }

    [Fact]
    public void A_file_that_is_cut_short_anywhere_is_refused()
    {
        var whole = new RawGguf(2, 2).Key("general.name", 8).Text("a model").Key("some.array", 9).UInt32(8).UInt64(2).Text("one").Text("two")
            .Tensor("first", [32, 2], 8, 0).Tensor("second", [3], 0, 96).Data(108).ToArray();
        var path = _folder.File("cut.gguf");
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<InvalidDataException>(() => GgufFile.Open(path), $"at {length} bytes").Message.ShouldStartWith($"'{path}': ");
        }

        File.WriteAllBytes(path, whole);
        GgufFile.Open(path).Dispose();
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "count of tensors", new RawGguf(1UL << 60, 0).ToArray(), "tensors" },
        { "many tensors in no bytes", new RawGguf(1 << 20, 0).Data(64).ToArray(), "more than the rest of it can describe" },
        { "count of keys", new RawGguf(0, 1UL << 60).Data(64).ToArray(), "keys" },
        { "text of 2^60 bytes", new RawGguf(0, 1).Key("a", 8).UInt64(1UL << 60).Data(64).ToArray(), "more than it can hold" },
        { "key of 2^60 bytes", new RawGguf(0, 1).UInt64(1UL << 60).Data(64).ToArray(), "more than it can hold" },
        { "array of 2^60 items", new RawGguf(0, 1).Key("a", 9).UInt32(4).UInt64(1UL << 60).Data(64).ToArray(), "more than it can hold" },
        { "array of 2^60 texts", new RawGguf(0, 1).Key("a", 9).UInt32(8).UInt64(1UL << 60).Data(64).ToArray(), "more than it can hold" },
        { "arrays in arrays", new RawGguf(0, 1).Key("a", 9).UInt32(9).UInt64(1).Data(64).ToArray(), "which arrays are not" },
        { "unknown type of value", new RawGguf(0, 1).Key("a", 99).Data(64).ToArray(), "unknown type 99" },
        { "key twice", new RawGguf(0, 2).Key("a", 4).UInt32(1).Key("a", 4).UInt32(2).ToArray(), "stands there twice" },
        { "version", new RawGguf(0, 0, version: 1).ToArray(), "of GGUF version 1" },
        { "big-endian", new RawGguf(0, 0, version: 3 << 24).ToArray(), "little-endian" },
        { "name of 2^60 bytes", new RawGguf(1, 0).UInt64(1UL << 60).Data(64).ToArray(), "expected 1 to 1024" },
        { "empty name", new RawGguf(1, 0).Tensor("", [1], 0, 0).Data(64).ToArray(), "expected 1 to 1024" },
        { "five dimensions", new RawGguf(1, 0).Tensor("a", [1, 1, 1, 1, 1], 0, 0).Data(64).ToArray(), "has 5 dimensions" },
        { "dimension of zero", new RawGguf(1, 0).Tensor("a", [0], 0, 0).Data(64).ToArray(), "has a dimension of 0" },
        { "dimension of 2^60", new RawGguf(1, 0).Tensor("a", [1UL << 60], 0, 0).Data(64).ToArray(), "has a dimension of" },
        { "product of dimensions", new RawGguf(1, 0).Tensor("a", [1 << 30, 1 << 30, 1 << 30, 1 << 30], 0, 0).Data(64).ToArray(), "more than any file can hold" },
        { "more values than the file", new RawGguf(1, 0).Tensor("a", [1 << 30, 1 << 20], 0, 0).Data(64).ToArray(), "and the file has" },
        { "unread type", new RawGguf(1, 0).Tensor("a", [256], 16, 0).Data(64).ToArray(), "the tensor 'a' is of the type IQ2_XXS, which Sinter does not read" },
        { "unknown type", new RawGguf(1, 0).Tensor("a", [256], 4242, 0).Data(64).ToArray(), "of the type 4242" },
        { "rows that are no blocks", new RawGguf(1, 0).Tensor("a", [33], 8, 0).Data(64).ToArray(), "rows of 33 values, and Q8_0 has blocks of 32" },
        { "wrong offset", new RawGguf(1, 0).Tensor("a", [1], 0, 4).Data(64).ToArray(), "expected a multiple of 32" },
        { "offset outside", new RawGguf(1, 0).Tensor("a", [1], 0, 1UL << 62).Data(64).ToArray(), "expected a multiple of 32 inside the file" },
        { "end outside", new RawGguf(1, 0).Tensor("a", [9], 0, 32).Data(64).ToArray(), "ends at byte" },
        { "overlap", new RawGguf(2, 0).Tensor("a", [9], 0, 0).Tensor("b", [1], 0, 32).Data(64).ToArray(), "'a' and 'b' overlap" },
        { "name twice", new RawGguf(2, 0).Tensor("a", [1], 0, 0).Tensor("a", [1], 0, 32).Data(64).ToArray(), "holds the tensor 'a' twice" },
        { "alignment of zero", new RawGguf(0, 1).Key("general.alignment", 4).UInt32(0).Data(64).ToArray(), "general.alignment is 0" },
        { "alignment of 48", new RawGguf(0, 1).Key("general.alignment", 4).UInt32(48).Data(64).ToArray(), "general.alignment is 48" },
        { "alignment that is a text", new RawGguf(0, 1).Key("general.alignment", 8).Text("32").Data(64).ToArray(), "general.alignment is of another type" },
        { "one of several files", new RawGguf(0, 1).Key("split.count", 4).UInt32(3).Data(64).ToArray(), "one of 3 parts" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_is_refused_with_a_sentence(string what, byte[] bytes, string expected)
    {
        var path = _folder.File("hostile.gguf");
        File.WriteAllBytes(path, bytes);
        Should.Throw<InvalidDataException>(() => GgufFile.Open(path), what).Message.ShouldContain(expected);
    }

    [Fact]
    public void A_missing_file_is_said_so() => Should.Throw<FileNotFoundException>(() => GgufFile.Open(_folder.File("none.gguf")));

    private GgufFile Open(RawGguf raw)
    {
        var path = _folder.File("small.gguf");
        File.WriteAllBytes(path, raw.ToArray());
        return GgufFile.Open(path);
    }
}
