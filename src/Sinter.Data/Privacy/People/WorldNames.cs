namespace Sinter.Data.Privacy.People;

/// <summary>Names of the languages of eastern Europe, Asia and Africa, as they are written in Latin letters.</summary>
internal static class WorldNames
{
    /// <summary>The names by language.</summary>
    public static IReadOnlyList<NameLocale> Locales { get; } =
    [
        new(
            "pl",
            GivenNames: """
            Adrianna Agata Agnieszka Aleksander Aleksandra Alicja Andrzej Aneta Aniela Anna Antoni Barbara Bartłomiej Bartosz Beata Bogdan Bogusław Bożena Cezary Czesław Damian Danuta Dariusz Dawid Dominik Dominika Dorota Edyta
            Elżbieta Ewa Ewelina Filip Franciszek Gabriela Genowefa Grażyna Grzegorz Halina Hanna Helena Henryk Hubert Ignacy Ilona Irena Iwona Izabela Jacek Jadwiga Jakub Janina Janusz Jarosław Jerzy Joanna Jolanta Józef Julita Justyna
            Kamil Kamila Karol Karolina Katarzyna Kazimierz Kinga Klaudia Konrad Krystian Krystyna Krzysztof Lech Lena Leszek Lidia Łucja Łukasz Maciej Magdalena Maja Małgorzata Marcin Marek Mariola Mariusz Marta Marzena Mateusz Michał
            Mieczysław Mikołaj Mirosław Monika Natalia Norbert Oliwia Patrycja Paulina Paweł Piotr Przemysław Radosław Rafał Renata Roman Ryszard Sebastian Stanisław Sławomir Sylwia Szymon Tadeusz Teresa Tomasz Urszula Wanda Wiesław
            Wiktor Wiktoria Wioletta Władysław Włodzimierz Wojciech Zbigniew Zdzisław Zofia Zuzanna Zygmunt Milan Václav Zdeněk Jiří Jaroslav Ondřej Petr Tomáš Lukáš Jitka Lenka Zuzana Hana Radek Miroslav Jozef Ľubomír Katarína
            István László Zoltán Gábor Péter Attila Ferenc Tamás Balázs Katalin Erzsébet Ágnes Ildikó Zsuzsanna Éva Ion Gheorghe Vasile Mihai Ioana Andreea Mihaela Bogdan Dragan Goran Zoran Nikola Marko Jelena Milica Dragana Ivana
            """,
            WeakGivenNames: "Jan Lech Adam Roman Marina",
            Surnames: """
            Adamczyk Adamski Andrzejewski Bąk Baran Baranowski Bielak Błaszczyk Borkowski Brzeziński Chmielewski Cieślak Czarnecki Czerwiński Dąbrowski Dąbrowska Dudek Duda Gajewski Głowacki Górski Górska Grabowski Grabowska Jabłoński Jakubowski
            Jankowski Jankowska Jasiński Jaworski Kaczmarek Kaczmarczyk Kalinowski Kamiński Kamińska Kaźmierczak Kołodziej Konieczny Kowalczyk Kowalski Kowalska Kozłowski Kozłowska Krajewski Krawczyk Król Krupa Kubiak Kucharski Kwiatkowski Kwiatkowska
            Laskowski Lewandowski Lewandowska Lis Majewski Majchrzak Makowski Malinowski Marciniak Maciejewski Mazur Mazurek Michalak Michalski Mroczek Mróz Nowacki Nowak Nowakowski Nowicki Olszewski Ostrowski Pawlak Pawłowski Pietrzak Piotrowski
            Piotrowska Przybylski Rutkowski Sadowski Sawicki Sikora Sikorski Sobczak Sokołowski Stępień Szczepański Szewczyk Szulc Szymański Szymańska Szymczak Tomaszewski Urban Urbański Walczak Wasilewski Wieczorek Wilk Wiśniewski Wiśniewska Witkowski
            Włodarczyk Wojciechowski Wojciechowska Woźniak Wójcik Wróbel Wróblewski Wysocki Zając Zakrzewski Zalewski Zawadzki Zieliński Zielińska Ziółkowski Novák Nováková Svoboda Novotný Dvořák Dvořáková Černý Procházka Kučera Veselý Horák Němec
            Nagy Kovács Szabó Horváth Varga Molnár Németh Balogh Farkas Takács Popescu Ionescu Popa Dumitrescu Stoica Gheorghiu Jovanović Petrović Nikolić Marković Đorđević Horvat Kovačević Babić Novak Petrov Ivanov Dimitrov
            """,
            WeakSurnames: "Baran Bąk Duda Krupa Lis Urban Wilk Mazur Sikora Popa"),
        new(
            "tr",
            GivenNames: """
            Abdullah Ahmet Alper Arda Aslı Ayşe Aylin Aysun Barış Berk Berna Betül Burak Burcu Bülent Büşra Canan Cem Cemal Cengiz Cihan Çağlar Çiğdem Defne Demet Deniz Derya Dilara Ebru Ece Elif Emel Emine Emrah Emre Engin Ercan Erdal Erdem Erdoğan
            Erhan Erkan Erol Esra Eylül Fadime Fatih Fatma Ferhat Feride Fikret Filiz Furkan Gizem Gökhan Gül Gülay Gülsüm Gülşen Hakan Halil Halime Hande Hasan Hatice Havva Hülya Hüseyin İbrahim İlhan İlker İpek İrem İsmail Kaan Kadir Kemal Kenan Kerem
            Koray Kübra Levent Mehmet Melek Meltem Merve Mert Meryem Murat Mustafa Müge Nazlı Neslihan Nihat Nilüfer Nuray Nurcan Oğuz Okan Onur Orhan Osman Oya Ömer Özge Özgür Özlem Pelin Pınar Ramazan Recep Rıza Sait Sedat Selim Selin Selma Semra
            Serap Serdar Serkan Sevda Sevgi Sevim Sibel Sinan Songül Sude Süleyman Şebnem Şeyma Şule Tarık Tayfun Tolga Tuba Tuğba Turgut Tülay Tuncay Uğur Umut Ümit Veli Volkan Yasemin Yasin Yavuz Yeliz Yiğit Yunus Yusuf Zehra Zeki Zeynep
            """,
            WeakGivenNames: "Can Deniz Gül Umut Su Ali Batu",
            Surnames: """
            Acar Akbaş Akın Aksoy Aktaş Akyol Altun Arslan Aslan Atalay Ateş Avcı Ay Aydın Aydoğan Balcı Başaran Bayram Bilgin Bozkurt Bulut Can Candan Ceylan Coşkun Çakır Çalışkan Çelik Çetin Çiçek Çiftçi Dağ Demir Demirci Demirel Doğan Duman Durmaz
            Erbaş Erdem Ergin Erkan Erol Ertürk Eryılmaz Esen Genç Gök Gökçe Gül Güler Gümüş Gündoğdu Güneş Gündüz Güngör Günay Gürbüz Işık Kahraman Kalkan Kaplan Kara Karaca Karadağ Karagöz Karahan Karaman Karataş Kaya Keskin Kılıç Kılınç Koca Koç
            Korkmaz Köse Kurt Kuş Oğuz Öksüz Önal Özcan Özdemir Özer Özkan Öztürk Özen Pehlivan Polat Sağlam Sarı Savaş Sezer Sönmez Şahin Şen Şimşek Taş Taşkın Tekin Temel Toprak Topal Tuncer Tunç Turan Türk Türkmen Ulusoy Uslu Ünal Uysal Uzun Varol
            Yalçın Yavuz Yıldırım Yıldız Yılmaz Yiğit Yüce Yüksel Zengin
            """,
            WeakSurnames: "Ay Can Dağ Genç Gök Gül Kara Kurt Kuş Taş Temel Turan Türk Uzun Polat"),
        new(
            "ru",
            GivenNames: """
            Aleksandr Aleksandra Aleksei Aleksey Alexei Alexey Alina Alla Anastasia Anastasiya Anatoly Andrei Andrey Antonina Arkady Artem Artyom Bogdan Boris Darya Denis Dmitri Dmitriy Dmitry Ekaterina Elena Evgeni Evgeny Evgenia Fedor Fyodor Galina Gennady
            Georgy Gleb Grigory Igor Ilya Inna Ivan Kirill Konstantin Ksenia Larisa Leonid Lev Lidia Lilia Lyubov Lyudmila Maksim Maxim Marat Mikhail Nadezhda Natalia Natalya Nikita Nikolai Nikolay Nina Oksana Oleg Olga Pavel Pyotr Roman
            Ruslan Semyon Sergei Sergey Snezhana Stanislav Svetlana Taras Tatiana Tatyana Timofey Timur Ulyana Vadim Valentina Valery Vasily Viktor Viktoria Vitaly Vladimir Vladislav Vyacheslav Yakov Yana Yaroslav Yegor Yekaterina Yelena Yevgeny Yulia Yuri
            Yury Zhanna Zinaida Oleksandr Mykola Volodymyr Andriy Serhiy Oleksiy Dmytro Iryna Olena Nataliya Yuliia
            """,
            WeakGivenNames: "Roman Vera Victoria Marina Lev",
            Surnames: """
            Abramov Afanasyev Alekseev Alexandrov Andreev Andreyeva Antonov Baranov Belov Belyaev Bogdanov Bondarenko Borisov Bykov Chernov Danilov Davydov Denisov Dmitriev Egorov Fedorov Fedorova Filippov Fomin Frolov Gavrilov Gerasimov Golubev Gorbunov Grigoriev
            Gusev Ilyin Ivanov Ivanova Kalinin Karpov Kazakov Kiselev Klimov Komarov Konovalov Koroleva Korolev Kovalenko Kovalchuk Kovalev Kozlov Kozlova Krylov Kravchenko Kudryavtsev Kulikov Kuzmin Kuznetsov Kuznetsova Lazarev Lebedev Lebedeva Makarov Maksimov
            Matveev Medvedev Melnikov Melnyk Mikhailov Mironov Morozov Morozova Nazarov Nikitin Nikolaev Nikolaeva Novikov Novikova Orlov Osipov Pavlov Pavlova Petrenko Petrov Petrova Polyakov Ponomarev Popov Popova Romanov Rodionov Savchenko Savelyev Semenov
            Sergeev Shevchenko Shcherbakov Sidorov Smirnov Smirnova Sobolev Sokolov Sokolova Solovyov Sorokin Stepanov Tarasov Tikhonov Timofeev Titov Tkachenko Tsvetkov Vasiliev Vasilyeva Vinogradov Vlasov Volkov Volkova Vorobyov Voronin Yakovlev Zaitsev Zakharov Zhukov
            """,
            WeakSurnames: "Belov Titov"),
        new(
            "in",
            GivenNames: """
            Aarav Aditi Aditya Ajay Akash Akshay Amit Amita Amitabh Ananya Anand Anil Anita Anjali Ankit Ankita Anoop Anupam Anuradha Aparna Arjun Arun Aruna Arvind Ashok Ashwin Asha Bharat Bhavna Chandra Chetan Deepa Deepak Deepika Devika Dhruv Dinesh Divya
            Ganesh Gaurav Gautam Gayatri Girish Gopal Govind Harish Harsh Hemant Indira Ishaan Jaya Jayesh Jyoti Kalpana Kamala Karan Karthik Kavita Kavya Keshav Kiran Krishna Kunal Lakshmi Lalit Lata Madhav Madhuri Mahesh Manish Manisha Manoj Meena Meera Mohan
            Mohit Mukesh Nandini Narayan Naresh Naveen Neelam Neeraj Neha Nikhil Nilesh Nisha Nitin Padma Pankaj Pooja Prabhu Pradeep Prakash Pramod Pranav Prasad Prashant Pratik Praveen Preeti Priya Priyanka Radha Rahul Raj Rajesh Rajeev Rajendra Rajiv Raju
            Rakesh Ramesh Rani Ravi Rekha Renu Rishi Ritu Rohan Rohit Roshni Sachin Sandeep Sanjana Sanjay Sanjeev Santosh Saraswati Sarita Satish Seema Shalini Shankar Shanti Shikha Shilpa Shiv Shivani Shreya Shruti Siddharth Sneha Sonia Srinivas Subhash Sudha Sudhir
            Sunil Sunita Suraj Suresh Sushil Sushma Swati Tanvi Tara Tarun Uday Uma Usha Vandana Varsha Varun Vasant Vidya Vijay Vikas Vikram Vimal Vinay Vinod Vishal Vivek Yash Yogesh
            """,
            WeakGivenNames: "Asha Bharat Chandra Dev Jaya Maya Om Shanti Sri Veda",
            Surnames: """
            Acharya Agarwal Aggarwal Ahluwalia Ahuja Anand Arora Bajaj Banerjee Bansal Basu Bhat Bhatia Bhatt Bhattacharya Bose Chakraborty Chandra Chatterjee Chaturvedi Chaudhary Chauhan Chopra Choudhury Das Dasgupta Desai Deshmukh Deshpande Dhawan Dixit Dubey Dutta
            Gandhi Ganguly Garg Ghosh Gill Goel Goswami Goyal Grover Gupta Iyer Iyengar Jadhav Jain Jha Joshi Kadam Kapoor Kapur Kaul Kaur Khanna Khurana Kohli Krishnamurthy Krishnan Kulkarni Kumar Kumari Lal Mahajan Malhotra Malik Mathur Mehra Mehta Menon Mishra
            Misra Mitra Modi Mukherjee Murthy Nair Naidu Nambiar Narang Narayanan Nayak Oberoi Pandey Pandit Parekh Patel Pathak Patil Pawar Pillai Prasad Puri Raghavan Raman Ramaswamy Rana Rao Rastogi Rathore Rawat Reddy Sahu Saini Saxena Seth Sethi Shah Sharma
            Shastri Shetty Shinde Shukla Singh Sinha Solanki Sood Srinivasan Srivastava Subramaniam Subramanian Swamy Talwar Tandon Thakur Tiwari Trivedi Upadhyay Varma Venkatesan Verma Vyas Wadhwa Yadav
            """,
            WeakSurnames: "Das Gill Lal Bose Puri Shah Anand"),
        new(
            "ja",
            GivenNames: """
            Aiko Akane Akemi Akihiro Akiko Akio Akira Asami Asuka Atsuko Atsushi Ayaka Ayako Ayumi Chihiro Chiyo Daichi Daiki Daisuke Eiji Eiko Emi Etsuko Fumiko Fumio Hajime Hana Haruka Haruki Haruko Haruto Hayato Hideaki Hideki Hideo Hikaru Hina Hinata Hiroaki Hiroko
            Hiroki Hiromi Hiroshi Hiroto Hisako Hitomi Hitoshi Ichiro Isamu Jiro Junichi Junko Kaito Kana Kaori Kasumi Katsumi Kazuhiro Kazuki Kazuko Kazuo Kazuya Keiichi Keiko Keisuke Kenichi Kenji Kenta Kentaro Kiyoshi Koichi Koji Kosuke Kota Kumiko Kunio Kyoko
            Madoka Mai Makoto Mamoru Manabu Mariko Masaaki Masahiro Masako Masami Masao Masaru Masashi Masato Mayumi Megumi Mei Michiko Midori Mieko Mika Miki Minako Minoru Misaki Mitsuko Mitsuru Miyuki Mizuki Momoko Naoki Naoko Naomi Natsuki Natsumi Noboru Nobuo
            Nobuko Noriko Osamu Rei Reiko Ren Rie Rika Rina Ryo Ryoko Ryota Ryuichi Saburo Sachiko Saki Sakura Satomi Satoru Satoshi Sayaka Sayuri Setsuko Shigeru Shin Shinichi Shinji Shizuka Shizuko Sho Shota Sora Sumiko Susumu Tadashi Taichi Takahiro Takako Takashi
            Takayuki Takeo Takeshi Takuma Takumi Takuya Taro Tatsuya Teruo Tetsuo Tetsuya Tomoko Tomomi Tomoya Toru Toshiaki Toshiko Toshio Tsubasa Tsutomu Tsuyoshi Wataru Yasuko Yasuo Yasushi Yoichi Yoko Yoshie Yoshiko Yoshio Yosuke Yota Yuichi Yuji Yuka Yukari
            Yukie Yukiko Yukio Yuko Yumi Yumiko Yuri Yusuke Yuta Yutaka Yuto Yuya
            """,
            WeakGivenNames: "Hana Mai Mei Ren Rei Shin Sora Sakura Ken Jun Sho",
            Surnames: """
            Abe Aoki Aoyama Arai Araki Asano Chiba Endo Fujii Fujimoto Fujita Fujiwara Fukuda Fukui Furukawa Goto Hamada Hara Harada Hasegawa Hashimoto Hattori Hayashi Higuchi Hirano Hirata Honda Hoshino Ichikawa Igarashi Iida Ikeda Imai Inoue Ishida Ishii Ishikawa
            Ishihara Ito Iwasaki Iwata Kaneko Kato Kawaguchi Kawai Kawakami Kawamura Kawasaki Kikuchi Kimura Kinoshita Kishida Kitamura Kobayashi Kojima Komatsu Kondo Kubo Kudo Kuroda Maeda Maruyama Masuda Matsuda Matsui Matsumoto Matsuo Matsuoka Matsushita Miura
            Miyamoto Miyazaki Mizuno Mochizuki Mori Morita Murakami Murata Nagai Nagata Nakagawa Nakai Nakajima Nakamura Nakano Nakayama Narita Nishida Nishikawa Nishimura Noda Noguchi Nomura Ogawa Ogata Ohno Okada Okamoto Okazaki Okubo Ono Onishi Ota Otsuka Oyama
            Saito Sakai Sakamoto Sakurai Sano Sasaki Sato Sawada Shibata Shimada Shimizu Shinohara Shirai Sugawara Sugimoto Sugiyama Suzuki Tachibana Takada Takagi Takahashi Takano Takeda Takeuchi Tamura Tanabe Tanaka Taniguchi Terada Toyoda Tsuchiya Uchida Ueda Ueno
            Uehara Wada Watanabe Yamada Yamaguchi Yamamoto Yamanaka Yamasaki Yamashita Yamauchi Yano Yasuda Yokoyama Yoshida Yoshikawa Yoshimura
            """,
            WeakSurnames: "Abe Chiba Honda Ito Mori Ono Ota Kawasaki Suzuki Toyoda Hara",
            SurnameFirst: true),
        new(
            "ko",
            GivenNames: """
            Areum Bora Boram Byung-ho Chan-woo Chang-min Chul-soo Dae-jung Dong-hyun Dong-wook Eun-ji Eunji Eun-jung Eun-kyung Eun-young Geun-hye Gun-woo Ha-eun Ha-jun Ha-yoon Hae-jin Hee-jin Ho-jun Hye-jin Hye-kyung Hye-soo Hyejin Hyo-jin Hyun-ah Hyun-jin Hyun-joo Hyun-jung
            Hyun-soo Hyun-woo In-young Jae-hyun Jae-in Jae-sung Jae-won Jaehyun Ji-a Ji-eun Ji-hoon Ji-hye Ji-min Ji-soo Ji-sung Ji-won Ji-woo Ji-yeon Ji-young Jihoon Jimin Jin-woo Jisoo Jiwon Jiyoung Jong-il Jong-un Joo-won Joon-ho Jun-ho Jun-seo Jung-eun Jung-hee Jung-ho
            Jung-hwan Jung-hyun Kwang-soo Kyung-hee Kyung-soo Kyu-hyun Mi-kyung Mi-ran Mi-sook Min-a Min-ho Min-ji Min-jun Min-jung Min-kyung Min-seo Min-soo Minho Minji Minjun Minseo Myung-bak Myung-hee Na-yeon Nam-joon Sang-hoon Sang-woo Se-hun Seo-jun Seo-yeon Seo-yun
            Seojun Seoyeon Seung-hee Seung-hyun Seung-min So-hee So-yeon Soo-jin Soo-young Sook-ja Soojin Su-bin Su-jin Sumin Sun-hee Sun-young Sung-ho Sung-min Tae-hyung Tae-woo Taehyung Won-bin Woo-jin Ye-jin Ye-rim Yeon-ah Yong-ho Yoon-ah Yoon-seo Young-ho Young-hee Young-jae
            Young-mi Young-soo Yu-jin Yuna Yun-seo
            """,
            WeakGivenNames: "Bora Yuna Sora",
            Surnames: """
            Ahn Baek Bae Bang Byun Cha Chae Chang Cheon Cho Choi Chun Chung Gong Gwak Hong Hwang Hyun Im Jang Jeon Jeong Jin Joo Jung Kang Kim Koo Kwak Kwon Lim Maeng Min Myung Nam Noh Oh Pak Park Ryu Seo Seok Shim Shin Sim Sohn Song Suh Sung Woo Yang Yeo Yeom Yoo Yoon
            Yum
            """,
            WeakSurnames: "Bang Cha Gong Im Jin Joo Koo Min Nam Oh Park Seo Sim Song Sung Woo Yang Yum Jung Lim Son Lee",
            SurnameFirst: true),
        new(
            "zh",
            GivenNames: """
            Aihua Aiguo Bingbing Bowen Changming Chunhua Chunyan Dandan Dawei Dehua Fangfang Fei Feifei Fenglan Guangming Guihua Guiying Guoqiang Guoqing Haibo Haifeng Haitao Haiyan Hongmei Hongwei Hongyan Huifang Huimin Jiahao Jianbo Jianfeng Jianguo Jianhua Jianjun
            Jianming Jianping Jianwei Jiaqi Jiaxin Jiayi Jiayu Jielin Jingjing Jinping Jinhua Jinlong Junjie Keqiang Kexin Lanying Lijuan Lihua Liling Limei Lili Liping Liting Liwei Liyan Lijun Lingling Longwei Meihua Meili Meiling Mengyao Minghua Mingming Mingzhe Nannan
            Peng Qiang Qianqian Qing Qiuyue Ruixue Shanshan Shaohua Shihong Shufen Shuhua Shulan Shuzhen Siyuan Tingting Weidong Weiguo Weihua Weimin Weiming Weiping Weiwei Wenbin Wenbo Wenhao Wenhui Wenjie Wenjing Wenjun Wenli Wentao Xiaobo Xiaodong Xiaofang Xiaofei
            Xiaofeng Xiaogang Xiaohong Xiaohui Xiaojun Xiaolan Xiaolei Xiaoli Xiaoling Xiaolong Xiaomei Xiaoming Xiaoping Xiaoqing Xiaowei Xiaoyan Xiaoyu Ximing Xinyi Xinyu Xiuying Xiulan Xiuzhen Xuefeng Xuemei Yanan Yanhong Yanli Yanping Yifan Yihan Yimou Ying Yingying
            Yiming Yong Yongjun Yuanyuan Yuchen Yufeng Yuhan Yulan Yumei Yuhua Yuxuan Yuzhen Zedong Zehua Zhengyi Zhenhua Zhigang Zhihao Zhiming Zhiqiang Zhiwei Zhiyuan Zihan Zimo Zixuan Ziyi
            """,
            WeakGivenNames: "Bin Bo Chao Fang Fei Feng Gang Hao Hong Hui Jie Jing Jun Kai Lan Lei Li Lin Ling Mei Min Ming Na Peng Ping Qing Rui Tao Ting Wei Wen Xin Yan Yi Ying Yong Yu",
            Surnames: """
            Cai Cao Chang Chao Chen Cheng Chiang Chiu Chou Cui Dai Deng Ding Dong Du Duan Fan Fang Feng Gao Geng Gong Gu Guo Han Hao Hou Hsieh Hsu Hu Huang Jia Jiang Jin Kong Kwok Lai Lam Lau Leung Lei Li Liang Liao Lin Ling Liu Lu Luo Lü Ma Mao Meng Mo Ng Ni Nie Niu Ouyang
            Pan Pang Peng Qian Qiao Qin Qiu Ren Shao Shen Shi Situ Song Su Sun Tan Tang Tao Tian Tsai Tseng Wan Wang Wei Wen Weng Wong Wu Xia Xiang Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yeung Yin Yu Yuan Yue Zeng Zhai Zhang Zhao Zheng Zhong Zhou Zhu Zhuang Zou
            Nguyễn Trần Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ
            """,
            WeakSurnames: "Chang Chou Dong Du Fan Fang Gong Han Hao Hu Jin Kong Lai Lam Lei Li Lin Ling Lu Ma Mao Mo Ng Ni Pan Pang Ren Shi Song Su Sun Tan Tang Tao Wan Wei Wen Wu Xia Yan Yang Ye Yin Yu Yuan Yue He Long Bai Bao Fu Mu An Xi Hong",
            SurnameFirst: true),
        new(
            "ar",
            GivenNames: """
            Abbas Abdallah Abdel Abdelaziz Abdelkader Abdul Abdulaziz Abdullah Abdulrahman Abu-Bakr Adel Adil Ahmad Ahmed Aisha Ali Alia Amal Amina Amine Amira Anas Anwar Asma Asmaa Ayman Aziz Aziza Badr Bashar Bashir Bilal Dalia Dina Faisal Farah Farid Farida Faris Farouk
            Fatima Fatimah Fawzi Fouad Ghada Ghassan Habib Hadi Hafsa Haitham Hakim Hala Hamid Hamza Hanan Hani Haroun Hasan Hassan Hatem Heba Hesham Hicham Hind Huda Hussain Hussein Ibrahim Idris Iman Imran Ismail Jaber Jamal Jamila Kareem Karim Karima Khadija Khaled
            Khalid Khalil Laila Latifa Layla Leila Lina Lubna Mahdi Mahmoud Majid Malak Malika Mansour Mariam Marwan Maryam Mohamed Mohammad Mohammed Mona Mounir Muhammad Muna Munir Murad Mustafa Nabil Nada Nadia Nadir Naima Najib Nasser Nawal Nizar Noura Omar Osama Othman
            Qasim Rabia Rachid Rahim Rania Rashid Reem Rida Rima Saad Sabah Sadiq Safaa Sahar Said Salah Salam Saleh Salem Salim Salma Salman Samah Sami Samir Samira Sara Sayed Selma Shadi Sharif Sherif Soraya Souad Suleiman Sumaya Tahar Tamer Tareq Tariq Tarek Usama
            Wael Wafa Wahid Walid Wissam Yahya Yara Yasin Yasir Yasmin Yasmine Yasser Younes Yousef Youssef Yusuf Zahra Zaid Zainab Zakaria Zaki Zayd Zeinab Ziad
            Abebe Adaeze Adebayo Adwoa Akosua Amara Amadou Aminata Ayodele Babajide Boubacar Chidi Chiamaka Chinedu Chioma Chukwuemeka Emeka Fatou Femi Folake Ibrahima Ifeoma Ikenna Kagiso Kofi Kwabena Kwame Kwasi Lerato Mamadou Mandla Mariama Moussa Nandi Ngozi
            Nkechi Nnamdi Nomsa Obinna Oluwaseun Ousmane Segun Sibusiso Sipho Tendai Thabo Themba Tunde Wanjiku Yaw Zanele
            """,
            WeakGivenNames: "Amal Badr Farah Iman Said Salem Sharif Salam",
            Surnames: """
            Abbas Abdi Abdullah Abed Ahmad Ahmed Alami Alaoui Ali Al-Ahmad Al-Ali Al-Amin Al-Farsi Al-Hashimi Al-Hussein Al-Jabri Al-Masri Al-Najjar Al-Rashid Al-Saud Al-Sayed Al-Shami Amin Ansari Asad Awad Aziz Bakr Bashir Bennani Benali Bouzid Chaoui Daher
            Darwish Elmasry El-Amin El-Sayed El-Sherif Fadel Farah Farouk Fayed Ghanem Haddad Hakim Hamdan Hamid Hamdi Hariri Hashemi Hassan Hosseini Hussain Hussein Ibrahim Idrissi Iqbal Ismail Issa Jaber Jabbar Kabbaj Kanaan Karam Kassem Khalifa Khalil Khan Khoury
            Mahfouz Mahmoud Malik Mansour Masoud Mohamed Moussa Mubarak Mustafa Naguib Najjar Nasser Nasr Osman Othman Qasim Qureshi Rahman Rashed Rashid Saad Sabbagh Sadiq Safar Salah Saleh Salem Salman Sayegh Shaheen Sharif Siddiqui Suleiman Taha Tawfik Youssef
            Yousef Zaher Zaki Ziani Adeyemi Abiola Achebe Adeleke Afolabi Balogun Bello Boateng Dlamini Diallo Diop Eze Fofana Ibeh Kamau Keita Khumalo Mensah Mbeki Mokoena Molefe Moyo Mutua Mwangi Ncube Ndiaye Ndlovu Nkosi Nwosu Obi Odhiambo Ogunleye Ojo Okafor
            Okeke Okonkwo Okoye Olawale Onyango Otieno Owusu Sarr Sesay Sow Tshabalala Touré Traoré Wanjala Zulu
            """,
            WeakSurnames: "Ali Bello Issa Karam Khan Mubarak Obi Salem Sharif Sow Zulu"),
    ];
}
