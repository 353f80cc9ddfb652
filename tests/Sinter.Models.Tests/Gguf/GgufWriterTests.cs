using Sinter.Models.Files;
using Sinter.Models.Gguf;

namespace Sinter.Models.Tests.Gguf;

public sealed class GgufWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_of_every_type_are_read_back()
    {
        var path = _folder.File("values.gguf");
        var metadata = new GgufMetadata()
            .Add("u8", (byte)200).Add("i8", (sbyte)-100).Add("u16", (ushort)60000).Add("i16", (short)-30000)
            .Add("u32", 4_000_000_000u).Add("i32", -2_000_000_000).Add("u64", 1UL << 62).Add("i64", -1L << 62)
            .Add("f32", 0.1f).Add("f64", 0.1).Add("yes", true).Add("no", false).Add("text", "ż → 漢")
            .Add("texts", new[] { "a", "", "bc" }).Add("floats", new[] { 1.5f, -2 }).Add("ints", new[] { 1, -2 }).Add("uints", new[] { 3u })
            .Add("bytes", new byte[] { 1, 2 }).Add("flags", new[] { true, false }).Add("doubles", new[] { 0.25 }).Add("none", Array.Empty<string>())
            .AddIfAny("missing", null);
        GgufWriter.Write(path, metadata, []);

        using var file = GgufFile.Open(path);
        file.Keys.Count.ShouldBe(21);
        file.Integer("u8").ShouldBe(200);
        file.Integer("i8").ShouldBe(-100);
        file.Integer("u16").ShouldBe(60000);
        file.Integer("i16").ShouldBe(-30000);
        file.Integer("u32").ShouldBe(4_000_000_000);
        file.Integer("i32").ShouldBe(-2_000_000_000);
        file.Integer("u64").ShouldBe(1L << 62);
        file.Integer("i64").ShouldBe(-1L << 62);
        file.Number("f32").ShouldBe(0.1f);
        file.Number("f64").ShouldBe(0.1);
        file.Flag("yes").ShouldBe(true);
        file.Flag("no").ShouldBe(false);
        file.Text("text").ShouldBe("ż → 漢");
        file.Array<string>("texts").ShouldBe(["a", "", "bc"]);
        file.Array<float>("floats").ShouldBe([1.5f, -2]);
        file.Array<int>("ints").ShouldBe([1, -2]);
        file.Array<uint>("uints").ShouldBe([3u]);
        file.Array<byte>("bytes").ShouldBe([1, 2]);
        file.Array<bool>("flags").ShouldBe([true, false]);
        file.Array<double>("doubles").ShouldBe([0.25]);
        file.Array<string>("none").ShouldBe([]);
    }

    [Theory]
    [InlineData(GgmlType.F32, 0)]
    [InlineData(GgmlType.F16, 1f / 2048)]
    [InlineData(GgmlType.BF16, 1f / 256)]
    [InlineData(GgmlType.Q8_0, 1f / 127)]
    [InlineData(GgmlType.Q4_0, 1f / 7)]
    public void Tensors_are_read_back_within_the_rounding_of_their_type(GgmlType type, float tolerance)
    {
        var path = _folder.File("tensors.gguf");
        var values = Enumerable.Range(0, 3 * 5 * 64).Select(static i => MathF.Sin(i)).ToArray();
        GgufWriter.Write(path, new GgufMetadata(),
        [
            new(new TensorInfo("norm", [3]), GgmlType.F32, static (_, destination) => destination.Fill(7)),
            new(new TensorInfo("experts", [3, 5, 64]), type, (part, destination) => values.AsSpan(part * 5 * 64, 5 * 64).CopyTo(destination)) { Parts = 3 },
            new(new TensorInfo("last", [1]), GgmlType.F32, static (_, destination) => destination.Fill(9)),
        ]);

        using var file = GgufFile.Open(path);
        file.Locate("experts").Type.ShouldBe(type);
        file.Find("experts")!.Shape.ShouldBe([3, 5, 64]);
        (file.Locate("last").Offset % 32).ShouldBe(0);
        new FileInfo(path).Length.ShouldBe(file.Locate("last").Offset + 32);
        var read = new float[values.Length];
        file.ReadFloat32("experts", read, [3, 5, 64]);
        read.Zip(values, static (found, wanted) => MathF.Abs(found - wanted)).Max().ShouldBeLessThanOrEqualTo(tolerance);
        var last = new float[1];
        file.ReadFloat32("last", last, [1]);
        last[0].ShouldBe(9);
    }

    [Fact]
    public void What_the_format_does_not_allow_is_refused_before_anything_is_written()
    {
        var path = _folder.File("refused.gguf");
        Refuse(Tensor("", [1]), "is not of 1 to 63 bytes");
        Refuse(Tensor(new string('a', 64), [1]), "is not of 1 to 63 bytes");
        Refuse(Tensor("a", []), "has no shape");
        Refuse(Tensor("a", [1, 1, 1, 1, 1]), "has no shape");
        Refuse(Tensor("a", [33], GgmlType.Q8_0), "no multiple of 32");
        Refuse(Tensor("a", [32], GgmlType.Q5_0), "cannot be written as Q5_0");
        Should.Throw<ArgumentException>(() => GgufWriter.Write(path, new GgufMetadata(), [Tensor("a", [1]), Tensor("a", [1])])).Message.ShouldContain("used twice");
        Should.Throw<ArgumentException>(() => new GgufMetadata().Add("a", 1).Add("a", 2)).Message.ShouldContain("given twice");
        Should.Throw<ArgumentException>(() => new GgufMetadata().Add("a", DateTime.UnixEpoch)).Message.ShouldContain("cannot hold a DateTime");
        File.Exists(path).ShouldBeFalse();

        void Refuse(GgufTensorToWrite tensor, string expected) =>
            Should.Throw<ArgumentException>(() => GgufWriter.Write(path, new GgufMetadata(), [tensor])).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData(GgmlType.F16, 70000f)]
    [InlineData(GgmlType.Q8_0, float.PositiveInfinity)]
    [InlineData(GgmlType.Q4_0, float.NaN)]
    public void A_value_that_the_type_cannot_hold_stops_the_writing_and_leaves_no_file(GgmlType type, float value)
    {
        var path = _folder.File("large.gguf");
        Should.Throw<InvalidDataException>(() => GgufWriter.Write(path, new GgufMetadata(), [new(new TensorInfo("big", [32]), type, (_, values) => values.Fill(value))]))
            .Message.ShouldStartWith("The tensor 'big' holds the value");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    private static GgufTensorToWrite Tensor(string name, int[] shape, GgmlType type = GgmlType.F32) => new(new TensorInfo(name, shape), type, static (_, _) => { });
}
