using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Models.Files;

namespace Sinter.Models.Tests.Files;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_in_the_order_of_names()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("b", [2, 3], [1, 2, 3, 4, 5, float.NaN]), Tensor("scalar", [], [7]), Tensor("a\"é", [0, 4], [])], metadata: Metadata("format", "pt"));

        using var file = SafeTensorsFile.Open(FilePath);
        file.Tensors.Select(tensor => tensor.ToString()).ShouldBe(["a\"é [0, 4]", "b [2, 3]", "scalar []"]);
        file.Metadata["format"].ShouldBe("pt");
        Read(file, "b", 2, 3).ShouldBe([1, 2, 3, 4, 5, float.NaN]);
        Read(file, "scalar").ShouldBe([7]);
        Read(file, "a\"é", 0, 4).ShouldBeEmpty();
        file.Find("c").ShouldBeNull();
        file.TypeOf("b").ShouldBe(TensorType.Float32);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format_and_do_not_depend_on_the_order_given()
    {
        TensorToWrite[] tensors = [Tensor("y", [1], [1.5f]), Tensor("x", [2], [0, -2])];
        SafeTensorsWriter.Write(FilePath, tensors, metadata: Metadata("format", "pt"));
        var bytes = File.ReadAllBytes(FilePath);
        SafeTensorsWriter.Write(FilePath, tensors.Reverse(), metadata: Metadata("format", "pt"));

        File.ReadAllBytes(FilePath).ShouldBe(bytes);
        Directory.GetFiles(_folder.Path).ShouldBe([FilePath]);
        const string Header = """{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""";
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (headerLength % 8).ShouldBe(0);
        Encoding.UTF8.GetString(bytes, 8, (int)headerLength).TrimEnd(' ').ShouldBe(Header);
        bytes[(8 + (int)headerLength)..].ShouldBe([0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0xC0, 0x3F]);
    }

    [Fact]
    public void Any_floats_survive_and_long_tensors_are_written_whole() => Prop.ForAll<float[]>(values =>
    {
        var many = Enumerable.Repeat(values, values.Length == 0 ? 1 : 70_000 / values.Length).SelectMany(part => part).ToArray();
        SafeTensorsWriter.Write(FilePath, [Tensor("t", [many.Length], many)]);
        using var file = SafeTensorsFile.Open(FilePath);
        Read(file, "t", many.Length).Select(BitConverter.SingleToInt32Bits).ShouldBe(many.Select(BitConverter.SingleToInt32Bits));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5));

    [Theory]
    [InlineData(TensorType.BFloat16)]
    [InlineData(TensorType.Float16)]
    public void Half_width_weights_are_rounded_to_nearest_even(TensorType type)
    {
        // One unit above 1 is 2^-7 in bfloat16 and 2^-10 in float16: half of it goes down to even, 1.5 of it up to even.
        var unit = type == TensorType.BFloat16 ? 1f / 128 : 1f / 1024;
        SafeTensorsWriter.Write(FilePath, [Tensor("t", [7], [1 + unit / 2, 1 + 1.5f * unit, 1 + 0.51f * unit, -0f, float.NaN, float.NegativeInfinity, 1e30f])], type);

        using var file = SafeTensorsFile.Open(FilePath);
        var read = Read(file, "t", 7);
        read[..3].ShouldBe([1, 1 + 2 * unit, 1 + unit]);
        float.IsNegative(read[3]).ShouldBeTrue();
        read[4].ShouldBe(float.NaN);
        read[5].ShouldBe(float.NegativeInfinity);
        read[6].ShouldBe(type == TensorType.Float16 ? float.PositiveInfinity : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(1e30f) + 0x8000 & 0xFFFF0000));
    }

    [Theory]
    [InlineData("F64", "000000000000F8BF", -1.5)]
    [InlineData("F16", "00BE", -1.5)]
    [InlineData("BF16", "C0BF", -1.5)]
    [InlineData("I64", "FEFFFFFFFFFFFFFF", -2)]
    [InlineData("I32", "FEFFFFFF", -2)]
    [InlineData("I16", "FEFF", -2)]
    [InlineData("I8", "FE", -2)]
    [InlineData("U64", "0300000000000000", 3)]
    [InlineData("U32", "FFFFFFFF", 4294967296)]
    [InlineData("U16", "FEFF", 65534)]
    [InlineData("U8", "FE", 254)]
    [InlineData("BOOL", "01", 1)]
    public void Every_type_is_read_as_float_at_any_address(string type, string hex, double value)
    {
        var data = Convert.FromHexString(hex);
        // One odd byte before it, so that nothing is aligned.
        WriteRaw($$$"""{"o":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"t":{"dtype":"{{{type}}}","shape":[1,2],"data_offsets":[1,{{{1 + 2 * data.Length}}}]}}""", [9, .. data, .. data]);

        using var file = SafeTensorsFile.Open(FilePath);
        Read(file, "t", 1, 2).ShouldBe([(float)value, (float)value]);
    }

    [Theory]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "is cut short: its header describes 8 bytes of data and 7 follow; get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "holds 1 bytes that its header does not describe; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}}""", 7, "begins at byte 3 of the data, expected 4: it overlaps the tensor before it; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}""", 9, "begins at byte 5 of the data, expected 4: it leaves a hole before it; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "has 4 bytes, expected 8 for F32 [2]; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "holds the tensor 't' twice; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "has a shape that is negative,")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2000000000,2000000000,2000000000],"data_offsets":[0,4]}}""", 4, "more than 2147483591 elements.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "lacks a valid dtype, shape or data_offsets; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1]}}""", 4, "lacks a valid dtype, shape or data_offsets; the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":"one"}}""", 4, "The header of 'FILE' is not the JSON that a SafeTensors file begins with (Found String where StartArray belongs, at byte 28); the file is damaged, get it again.")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4, "The header of 'FILE' is not the JSON")]
    [InlineData("""{"t":[[[[[[[[[[[[[[]]]]]]]]]]]]]]}""", 4, "The header of 'FILE' is not the JSON")]
    [InlineData("""{"t":{"x":[[[[[[[[[[[[[[]]]]]]]]]]]]]]}}""", 4, "The header of 'FILE' is not the JSON")]
    [InlineData("""{"t":""", 4, "The header of 'FILE' is not the JSON")]
    [InlineData("""{} {}""", 0, "The header of 'FILE' is not the JSON")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "The header of 'FILE' is not the JSON")]
    [InlineData("\"text\"", 0, "The header of 'FILE' is not the JSON")]
    [InlineData("{\"\\ud800\":1}", 0, "The header of 'FILE' is not the JSON")]
    public void A_header_that_breaks_a_rule_is_refused_with_the_rule(string header, int dataLength, string sentence)
    {
        WriteRaw(header, new byte[dataLength]);
        Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(FilePath)).Message.ShouldContain(sentence.Replace("FILE", FilePath, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2_000_000_000UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(3UL)]
    public void A_header_longer_than_the_file_is_never_allocated(ulong length)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);
        Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(FilePath)).Message
            .ShouldBe($"'{FilePath}' says that its header is {length} bytes long, and at most 2 are possible; it is cut short or no SafeTensors file.");
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("a", [2], [1, 2]), Tensor("b", [1], [3])]);
        var whole = File.ReadAllBytes(FilePath);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(FilePath).Dispose());
        }
    }

    [Fact]
    public void A_tensor_that_is_missing_or_shaped_otherwise_is_named()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("norm", [2], [1, 2])]);
        using var file = SafeTensorsFile.Open(FilePath);
        Should.Throw<InvalidDataException>(() => Read(file, "norm", 3)).Message
            .ShouldBe($"The tensor 'norm' in '{FilePath}' has the shape [2], expected [3]; do the weights and the config belong to the same model?");
        Should.Throw<InvalidDataException>(() => Read(file, "Norm", 2)).Message
            .ShouldBe($"'{FilePath}' holds no tensor 'Norm' (it holds 1 others); do the weights and the config belong to the same model?");
        Should.Throw<ArgumentException>(() => file.ReadFloat32("norm", new float[1], [2])).Message
            .ShouldBe("The destination of 'norm' holds 1 values, its shape [2] has 2.");
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_part()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("a", [1], [1])]);
        var before = File.ReadAllBytes(FilePath);
        Should.Throw<InvalidOperationException>(() => SafeTensorsWriter.Write(FilePath, [new(new("a", [1]), _ => throw new InvalidOperationException())]));
        File.ReadAllBytes(FilePath).ShouldBe(before);
        Directory.GetFiles(_folder.Path).ShouldBe([FilePath]);
    }

    [Fact]
    public void Misuse_of_the_writer_is_refused()
    {
        Should.Throw<ArgumentException>(() => SafeTensorsWriter.Write(FilePath, [Tensor("a", [1], [1]), Tensor("a", [1], [1])])).Message.ShouldContain("'a' is used twice");
        Should.Throw<ArgumentException>(() => SafeTensorsWriter.Write(FilePath, [Tensor("__metadata__", [1], [1])]));
        Should.Throw<ArgumentException>(() => SafeTensorsWriter.Write(FilePath, [], TensorType.Int8)).Message.ShouldStartWith("Weights are written as F32, F16 or BF16, not as I8.");
        File.Exists(FilePath).ShouldBeFalse();
    }

    [Fact]
    public void A_model_split_into_files_is_read_as_one()
    {
        SafeTensorsWriter.Write(_folder.File("1.safetensors"), [Tensor("a", [1], [1])]);
        SafeTensorsWriter.Write(_folder.File("2.safetensors"), [Tensor("b", [1], [2])]);
        var index = _folder.File(ShardedWeights.IndexFileName);
        File.WriteAllText(index, """{"metadata": {"total_size": 8}, "weight_map": {"b": "2.safetensors", "a": "1.safetensors"}}""");
        using (var model = ShardedWeights.Open(index))
        {
            model.Tensors.Select(tensor => tensor.Name).ShouldBe(["a", "b"]);
            Read(model, "b", 1).ShouldBe([2]);
        }

        File.WriteAllText(index, """{"weight_map": {"c": "2.safetensors"}}""");
        Should.Throw<InvalidDataException>(() => ShardedWeights.Open(index)).Message.ShouldContain("'c' lies in '2.safetensors', which does not hold it");
        File.WriteAllText(index, """{"weight_map": {"c": "../2.safetensors"}}""");
        Should.Throw<InvalidDataException>(() => ShardedWeights.Open(index)).Message.ShouldContain("names the file '../2.safetensors'; expected the plain name of a file beside it.");
        File.WriteAllText(index, """{"weight_map": {"c": 2}}""");
        Should.Throw<InvalidDataException>(() => ShardedWeights.Open(index)).Message.ShouldContain("has 2 under 'c', expected a text.");
        File.WriteAllText(index, "{}");
        Should.Throw<InvalidDataException>(() => ShardedWeights.Open(index)).Message.ShouldContain("lacks the object 'weight_map'");
    }

    [Theory]
    [InlineData("F8_E4M3", 4)]
    [InlineData("F8_E8M0", 4)]
    [InlineData("F4", 2)]
    [InlineData("I128", 64)]
    public void A_type_that_is_not_read_is_refused_only_when_it_is_asked_for(string type, int length)
    {
        WriteRaw($$$"""{"t":{"dtype":"{{{type}}}","shape":[4],"data_offsets":[0,{{{length}}}]},"u":{"dtype":"U8","shape":[1],"data_offsets":[{{{length}}},{{{length + 1}}}]}}""", [.. new byte[length], 7]);
        using var file = SafeTensorsFile.Open(FilePath);
        Read(file, "u", 1).ShouldBe([7]);
        var sentence = $"The tensor 't' in '{FilePath}' has the type '{type}', which is none of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL; convert it first.";
        Should.Throw<InvalidDataException>(() => Read(file, "t", 4)).Message.ShouldBe(sentence);
        Should.Throw<InvalidDataException>(() => file.ReadBytes("t", 0, new byte[1])).Message.ShouldBe(sentence);
        Should.Throw<InvalidDataException>(() => file.TypeOf("t")).Message.ShouldBe(sentence);
    }

    [Fact]
    public void The_length_of_a_known_type_is_checked_though_it_is_not_read()
    {
        WriteRaw("""{"t":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,5]}}""", new byte[5]);
        Should.Throw<InvalidDataException>(() => SafeTensorsFile.Open(FilePath)).Message.ShouldContain("has 5 bytes, expected 4 for F8_E4M3 [4];");
    }

    [Fact]
    public void Parts_are_read_as_they_are_stored_and_as_floats()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("a", [1], [9]), Tensor("t", [2, 3], [1, -2, 3, -4, 5, -6])], TensorType.BFloat16);
        using var file = SafeTensorsFile.Open(FilePath);
        var values = new float[2];
        file.ReadFloat32("t", 3, values);
        values.ShouldBe([-4, 5]);
        var bytes = new byte[4];
        file.ReadBytes("t", 2, bytes);
        bytes.ShouldBe([0, 0xC0, 0x40, 0x40]);
        Should.Throw<ArgumentOutOfRangeException>(() => file.ReadFloat32("t", 5, values)).Message.ShouldContain("'t', which is 6 long");
        Should.Throw<ArgumentOutOfRangeException>(() => file.ReadBytes("t", 10, bytes)).Message.ShouldContain("'t', which is 12 long");
        Should.Throw<ArgumentOutOfRangeException>(() => file.ReadFloat32("t", -1, values));
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_open_gives_a_sentence()
    {
        SafeTensorsWriter.Write(FilePath, [Tensor("t", [1000], new float[1000])]);
        using var file = SafeTensorsFile.Open(FilePath);
        using (var stream = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            stream.SetLength(2000);
        }

        Should.Throw<InvalidDataException>(() => Read(file, "t", 1000)).Message.ShouldContain("it was cut short while it was read. Get it again.");
    }

    private static TensorToWrite Tensor(string name, int[] shape, float[] values) => new(new TensorInfo(name, shape), values.CopyTo);

    private static Dictionary<string, string> Metadata(string key, string text) => new(StringComparer.Ordinal) { [key] = text };

    private static float[] Read(IWeightSource source, string name, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (product, dimension) => product * dimension)];
        source.ReadFloat32(name, values, shape);
        return values;
    }

    private void WriteRaw(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. json, .. data]);
    }
}
