using Sinter.Data.Sources;

namespace Sinter.Data.Tests.Sources;

public sealed class DotNetReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_member_becomes_a_card_of_plain_text()
    {
        var documents = Read("""
            <member name="M:System.String.Join``1(System.String,System.Collections.Generic.IEnumerable{``0})">
              <summary>Concatenates the members of a
                 collection, as <see cref="M:System.String.Concat(System.Object)" /> does.</summary>
              <param name="separator">The <see cref="T:System.String" />s between.</param>
              <param name="values">A collection.</param>
              <typeparam name="T">The type of <paramref name="values" />.</typeparam>
              <exception cref="T:System.ArgumentNullException"><paramref name="values" /> is <see langword="null" /> .</exception>
              <returns>A string.

            -or-

            <see cref="F:System.String.Empty" /> if there are none.</returns>
              <remarks><para>First.</para><para>Second, with <c>code</c>:</para><code>
              var a = 1;
                var b = 2;
              </code><list type="bullet"><item><term>One</term><description>first item</description></item><item>second &lt;item&gt;</item></list></remarks>
            </member>
            """);

        var document = documents.ShouldHaveSingleItem();
        document.Text.ShouldBe("""
            System.String.Join is a method.
            Join<T>(String separator, IEnumerable<T> values)

            Concatenates the members of a collection, as String.Concat does.

            Type parameters:
            - T: The type of values.

            Parameters:
            - separator: The Strings between.
            - values: A collection.

            Returns: A string. -or- String.Empty if there are none.

            Exceptions:
            - ArgumentNullException: values is null.

            Remarks: First.

            Second, with code:

            var a = 1;
            var b = 2;
            - One: first item
            - second <item>
            """.ReplaceLineEndings("\n"));
        document.Id.ShouldBe("M:System.String.Join``1(System.String,System.Collections.Generic.IEnumerable{``0})");
        document.Source.ShouldBe("a.xml");
        document.Metadata["kind"].ShouldBe("method");
        document.Metadata["name"].ShouldBe("System.String.Join");
        document.Metadata["type"].ShouldBe("System.String");
        document.Metadata["summary"].ShouldBe("Concatenates the members of a collection, as String.Concat does.");
        document.Body.ToString().ShouldStartWith("Concatenates");
    }

    [Theory]
    [InlineData("T:System.Collections.Generic.List`1", "System.Collections.Generic.List<T> is a type.", "")]
    [InlineData("T:A.Outer`1.Inner`2", "A.Outer<T>.Inner<T1, T2> is a type.", "")]
    [InlineData("M:A.Map`2.#ctor(System.Int32)", "A.Map<T1, T2>.Map is a constructor.", "Map(Int32)")]
    [InlineData("M:A.Map`2.Get(`1,System.Nullable{System.Int32})", "A.Map<T1, T2>.Get is a method.", "Get(T2, Int32?)")]
    [InlineData("M:A.B.Try(System.Int32@,System.Byte*,System.Int32[0:,0:],System.String[][])", "A.B.Try is a method.", "Try(ref Int32, Byte*, Int32[,], String[][])")]
    [InlineData("M:A.B.op_Addition(A.B,A.B)", "A.B.Addition is an operator.", "operator +(B, B)")]
    [InlineData("M:A.B.op_CheckedUnaryNegation(A.B)", "A.B.CheckedUnaryNegation is an operator.", "operator checked -(B)")]
    [InlineData("M:A.B.op_Explicit(A.B)~System.Int32", "A.B.Explicit is an operator.", "explicit operator Int32(B)")]
    [InlineData("M:A.B.System#Collections#IList#Add(System.Object)", "A.B.IList.Add is a method.", "IList.Add(Object)")]
    [InlineData("M:A.B.System#INumber{A#B@System#Int32}#op_Division(A.B)", "A.B.INumber<B, Int32>.Division is an operator.", "operator /(B)")]
    [InlineData("M:A.B.Of(System.Collections.Generic.Dictionary{System.String,System.Int32}.Enumerator)", "A.B.Of is a method.", "Of(Dictionary<String, Int32>.Enumerator)")]
    [InlineData("M:A.B.Clear", "A.B.Clear is a method.", "Clear()")]
    [InlineData("P:A.B.Item(System.Int32)", "A.B.Item is a property.", "Item[Int32]")]
    [InlineData("P:A.B.Count", "A.B.Count is a property.", "")]
    [InlineData("F:A.B.Empty", "A.B.Empty is a field.", "")]
    [InlineData("E:A.B.Changed", "A.B.Changed is an event.", "")]
    public void Every_kind_of_name_becomes_readable(string id, string title, string signature)
    {
        var text = Read($"""<member name="{id}"><summary>Words.</summary></member>""").Single().Text;

        text.ShouldBe($"{title}\n{(signature.Length > 0 ? signature + "\n" : "")}\nWords.");
    }

    [Fact]
    public void The_type_parameters_of_a_type_are_called_as_it_calls_them()
    {
        var documents = Read("""
            <member name="T:A.Map`2"><typeparam name="TKey">Keys.</typeparam><typeparam name="TValue">Values.</typeparam></member>
            <member name="M:A.Map`2.Add(`0,`1)"><summary>Adds to the <see cref="T:A.Map`2" />.</summary></member>
            """);

        documents[0].Text.ShouldStartWith("A.Map<TKey, TValue> is a type.");
        documents[1].Text.ShouldBe("A.Map<TKey, TValue>.Add is a method.\nAdd(TKey, TValue)\n\nAdds to the Map<TKey, TValue>.");
    }

    [Theory]
    [InlineData("""<see langword="true" /> if it is; otherwise, <see langword="false" />.""", "Boolean")]
    [InlineData("""A <see cref="T:System.Uri" /> that names it.""", "Uri")]
    [InlineData("""The name of the <see cref="T:System.Uri" />.""", null)]
    [InlineData("""The <see cref="T:System.Uri" /> name.""", null)]
    [InlineData("""A <see cref="T:System.Collections.Generic.List`1" /> that holds them.""", null)]
    [InlineData("The number of characters.", null)]
    public void The_type_of_a_result_is_told_only_where_there_is_no_doubt(string returns, string? expected)
    {
        var document = Read($"""<member name="M:A.B.C"><summary>Words.</summary><returns>{returns}</returns></member>""").Single();

        document.Metadata.TryGetValue("returnType", out var type);
        type.ShouldBe(expected);
    }

    [Fact]
    public void What_stands_before_a_break_is_kept_and_the_break_is_told()
    {
        _folder.File("a.xml", Xml("""<member name="M:A.B.C"><summary>Whole.</summary></member>""")[..^19] + "\n<member name=\"M:A.B.D\"><summary>Cut");
        _folder.File("b.xml", Xml("""<member name="M:A.B.E"><summary>Next file.</summary></member>"""));
        var broken = new List<BrokenInput>();

        var documents = DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).ToList();

        documents.Select(document => document.Id).ShouldBe(["M:A.B.C", "M:A.B.E"]);
        var fault = broken.ShouldHaveSingleItem();
        fault.Source.ShouldBe("a.xml");
        fault.Line.ShouldBeGreaterThan(1);
        fault.Reason.ShouldContain("broken or cut short");
    }

    [Theory]
    [InlineData("", "broken")]
    [InlineData("this is not XML", "broken")]
    [InlineData("<!DOCTYPE doc [<!ENTITY a \"aaaa\">]><doc>&a;</doc>", "DTD")]
    [InlineData("<doc><members><member name=\"\"><summary>x</summary></member></members></doc>", "no id")]
    [InlineData("<doc><members><member><summary>x</summary></member></members></doc>", "no id")]
    [InlineData("<doc><members><member name=\"M:\" /><member name=\"M:.\" /></members></doc>", "no id")]
    public void A_file_that_is_no_documentation_is_told_and_gives_nothing(string content, string reason)
    {
        _folder.File("a.xml", content);
        var broken = new List<BrokenInput>();

        DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).ShouldBeEmpty();

        broken.ShouldNotBeEmpty();
        broken[0].Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("<member name=\"M:A.B.C\"><summary>", "b")]
    [InlineData("<member name=\"M:A.B.C\"><summary>", "script")]
    [InlineData("<member name=\"M:A.B.C\">", "c")]
    [InlineData("", "outside")]
    public void Elements_nested_without_end_are_refused(string opening, string element)
    {
        _folder.File("a.xml", Xml(opening + string.Concat(Enumerable.Repeat($"<{element}>", 100_000))));
        var broken = new List<BrokenInput>();

        DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).ShouldBeEmpty();

        broken.Single().Reason.ShouldContain("nested more than 256 deep");
    }

    [Fact]
    public void A_section_without_end_is_left_out_and_told()
    {
        _folder.File("a.xml", Xml($"<member name=\"M:A.B.C\"><summary>{new string('x', 2_000_000)}</summary></member><member name=\"M:A.B.D\"><summary>Fine.</summary></member>"));
        var broken = new List<BrokenInput>();

        DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).Single().Id.ShouldBe("M:A.B.D");

        broken.Single().Reason.ShouldContain("more than 1048576 characters");
    }

    [Theory]
    [InlineData("M:A.B{{{{{{.C(}{`,``)")]
    [InlineData("M:A.B.C(System.Func{System.Func{System.Func{")]
    [InlineData("M:A.B.C(`99999999999,``5,[[[,@,*")]
    [InlineData("M:A`99999999999999.B``77777777777(System.Int32)")]
    [InlineData("M:A.#op_~")]
    [InlineData("P:...")]
    public void An_id_that_makes_no_sense_harms_nothing(string id)
    {
        _folder.File("a.xml", Xml($"<member name=\"{id}\"><summary>See <see cref=\"{id}\" />.</summary></member>"));
        var broken = new List<BrokenInput>();

        (DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).Count() + broken.Count).ShouldBe(1);
    }

    [Fact]
    public void A_member_of_two_files_has_two_ids()
    {
        _folder.File("a.xml", Xml("""<member name="T:A.B"><summary>One.</summary></member>"""));
        _folder.File("b.xml", Xml("""<member name="T:A.B"><summary>Two.</summary></member><member name="T:A.B"><summary>Three.</summary></member>"""));
        var broken = new List<BrokenInput>();

        DotNetReference.Find(_folder.Path).Read(broken, cancellation: Stop).Select(document => document.Id).ShouldBe(["T:A.B", "T:A.B in b.xml"]);

        broken.Single().Reason.ShouldContain("twice in one file");
    }

    [Fact]
    public void An_empty_folder_is_told_in_a_sentence() =>
        Should.Throw<DirectoryNotFoundException>(() => DotNetReference.Find(_folder.Path)).Message.ShouldContain(_folder.Path);

    [Fact]
    public void A_missing_path_is_told_in_a_sentence() =>
        Should.Throw<FileNotFoundException>(() => DotNetReference.Find(_folder.File("none"))).Message.ShouldContain("none");

    [Fact]
    public void A_single_file_may_be_given()
    {
        var path = _folder.File("a.xml", Xml("""<member name="T:A.B"><summary>One.</summary></member>"""));
        _folder.File("b.xml", "broken");

        DotNetReference.Find(path).Read([], cancellation: Stop).ShouldHaveSingleItem();
    }

    [Fact]
    public void Of_each_pack_the_newest_version_is_read_and_the_base_library_first()
    {
        Pack("Acme.App.Ref", "9.0.9");
        Pack("Acme.App.Ref", "10.0.0-rc.2");
        Pack("Acme.App.Ref", "10.0.0-rc.10");
        Pack("Microsoft.NETCore.App.Ref", "10.0.2");
        Pack("Microsoft.NETCore.App.Ref", "10.0.12");
        Pack("Microsoft.NETCore.App.Ref", "10.0.12-rc.1");
        Pack("Microsoft.NETCore.App.Host", "11.0.0");

        var documents = DotNetReference.Find(_folder.Path).Read([], cancellation: Stop).ToList();

        documents.Select(document => document.Source).ShouldBe(
            ["Microsoft.NETCore.App.Ref/10.0.12/ref/net10.0/Lib.xml", "Acme.App.Ref/10.0.0-rc.10/ref/net10.0/Lib.xml"]);
        documents.Select(document => document.Metadata["version"]).ShouldBe(["10.0.12", "10.0.0-rc.10"]);
    }

    [Fact]
    public void Any_number_of_threads_reads_the_same()
    {
        for (var i = 0; i < 40; i++)
        {
            _folder.File($"{i:00}.xml", Xml(string.Concat(Enumerable.Range(0, i * 7 % 40).Select(j => $"<member name=\"M:A.B{i % 9}.C{j}\"><summary>Number {j}.</summary></member>"))));
        }

        var one = DotNetReference.Find(_folder.Path).Read([], 1, Stop).ToList();

        DotNetReference.Find(_folder.Path).Read([], 4, Stop).ShouldBe(one);
    }

    [Fact]
    public void Reading_may_stop_early()
    {
        for (var i = 0; i < 100; i++)
        {
            _folder.File($"{i:00}.xml", Xml("""<member name="T:A.B"><summary>One.</summary></member>"""));
        }

        DotNetReference.Find(_folder.Path).Read([], 2, Stop).Take(3).Count().ShouldBe(3);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private List<Document> Read(string members)
    {
        var broken = new List<BrokenInput>();
        var documents = DotNetReference.Find(_folder.File("a.xml", Xml(members))).Read(broken, cancellation: Stop).ToList();
        broken.ShouldBeEmpty();
        return documents;
    }

    private void Pack(string name, string version) =>
        _folder.File(Path.Combine("packs", name, version, "ref", "net10.0", "Lib.xml"), Xml($"""<member name="T:A.B"><summary>Of {name} {version}.</summary></member>"""));

    private static string Xml(string members) =>
        $"<?xml version=\"1.0\"?>\n<doc>\n<assembly><name>A</name></assembly>\n<members>\n{members}\n</members>\n</doc>\n";
}
