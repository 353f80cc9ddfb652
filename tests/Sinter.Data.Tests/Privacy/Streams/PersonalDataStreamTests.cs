using System.Text;
using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.Streams;

public sealed class PersonalDataStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Places_are_code_points_of_the_whole_input()
    {
        const string Text = "\uFEFF😀 jane@mail.org\r\n字😀😀 +49 30 1234567";
        var runes = Text.EnumerateRunes().ToArray();

        var finds = FindAll(Encoding.UTF8.GetBytes(Text), part: 1 << 16, chunk: 1 << 16);

        finds.Select(find => string.Concat(runes[(int)find.Start..(int)find.End])).ShouldBe(["jane@mail.org", "+49 30 1234567"]);
        finds[0].ShouldBe(new PersonalDataStream.Find(3, 16, PersonalKinds.Email, 1));
    }

    [Fact]
    public void Parts_of_any_length_give_what_the_whole_text_gives()
    {
        var text = string.Join("\n", PlantedText.Generate(seed: 21, count: 150).Select(static planted => planted.Text + " 😀"));
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = PersonalDataFinder.Default.Find(text);
        var expected = whole.Select(span => new PersonalDataStream.Find(LosslessUtf8.CodePoints(text.AsSpan(0, span.Start)), LosslessUtf8.CodePoints(text.AsSpan(0, span.End)), span.Kind, span.Score)).ToList();
        foreach (var part in (int[])[150, 1001, 5003, 20_000])
        {
            FindAll(bytes, part, chunk: 3777).ShouldBe(expected, $"parts of {part}");
        }
    }

    [Fact]
    public void A_value_is_found_wherever_a_part_ends()
    {
        const string Value = "password = hunter2! card 4111 1111 1111 1111 and jane.doe@mail.org, +49 30 1234567";
        for (var offset = 0; offset < 120; offset += 7)
        {
            var text = string.Concat(Enumerable.Repeat("some words of prose ", 900)) + new string('x', offset) + " " + Value + string.Concat(Enumerable.Repeat(" and words after it", 1200));
            FindAll(Encoding.UTF8.GetBytes(text), part: 1000, chunk: 1 << 12).Select(static find => find.Kind).ShouldBe([PersonalKinds.Secret, PersonalKinds.Card, PersonalKinds.Email, PersonalKinds.Phone]);
        }
    }

    [Fact]
    public void What_is_not_found_stays_byte_for_byte()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "a\r\nb\n\0 "u8, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0xF0, 0x9F, .. " 😀 jane@mail.org \n\n"u8, 0xE2, 0x82];
        var random = new Random(1);
        var noise = new byte[100_000];
        random.NextBytes(noise);

        Redact(bytes, "keep").ShouldBe(bytes);
        Redact(noise, "keep").ShouldBe(noise);
        Redact([], "mask").ShouldBe([]);
        Redact(bytes, "mask").ShouldBe([.. bytes.AsSpan(0, bytes.Length - 18), .. "****@****.*** \n\n"u8, 0xE2, 0x82]);
        Redact([0x80], "mask").ShouldBe([0x80]);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("@")]
    [InlineData(":")]
    [InlineData("=")]
    [InlineData("A")]
    [InlineData("aB")]
    [InlineData("1.")]
    [InlineData("1 ")]
    [InlineData("12 34 ")]
    [InlineData("a@b.")]
    [InlineData("(at")]
    [InlineData("(at) ")]
    [InlineData("password=")]
    [InlineData("http://")]
    [InlineData("http://a:b@")]
    [InlineData("?token=")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("eyJhbGciOiJIUzI1.")]
    [InlineData("AKIA")]
    [InlineData("sk-")]
    [InlineData("::")]
    [InlineData("ab:")]
    [InlineData("00-")]
    [InlineData("DE89 ")]
    [InlineData("DE893704004405320130")]
    [InlineData("(0")]
    [InlineData("+1")]
    [InlineData("字")]
    [InlineData("Mr. John ")]
    [InlineData("\uD83D\uDE00")]
    public async Task Hostile_texts_take_time_in_proportion(string piece)
    {
        // Quadratic work on 400,000 signs would take minutes.
        var text = string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));
        var finds = await Task.Run(() => FindAll(Encoding.UTF8.GetBytes(text), part: 1 << 16, chunk: 1 << 16), Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        finds.ShouldAllBe(find => find.End > find.Start && find.End <= text.Length);
    }

    [Fact]
    public void Lone_surrogates_and_the_ends_of_texts_are_no_trouble()
    {
        string[] pieces = ["@", "jane@mail.org", "+", "(", "://", "a:b@", "password=", "\uD800", "\uDC00", "12", "4111111111111111", "=", ".", "-----BEGIN RSA PRIVATE KEY-----", "[at]", "AT", " ", "\n", "字", "eyJ", "::", "%", "Bearer ", "x", "Mary", "Mr. "];
        var random = new Random(9);
        for (var i = 0; i < 4000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var last = 0;
            foreach (var span in PersonalDataFinder.Default.Find(text))
            {
                span.Start.ShouldBeGreaterThanOrEqualTo(last);
                span.Length.ShouldBeGreaterThan(0);
                last = span.End;
                last.ShouldBeLessThanOrEqualTo(text.Length);
            }
        }
    }

    private static List<PersonalDataStream.Find> FindAll(byte[] bytes, int part, int chunk)
    {
        var finds = new List<PersonalDataStream.Find>();
        new PersonalDataStream(PersonalDataFinder.Default, part).FindAll(new SlowStream(bytes, chunk), finds.Add, Cancellation);
        return finds;
    }

    private static byte[] Redact(byte[] bytes, string policy)
    {
        using var output = new MemoryStream();
        new PersonalDataStream(PersonalDataFinder.Default, part: 500).Redact(new SlowStream(bytes, 13), output, new PersonalRedactor(PersonalPolicy.Parse(policy)), Cancellation);
        return output.ToArray();
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class SlowStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
